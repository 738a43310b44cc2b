import { env } from '#server/platform/env.ts'
import { open } from '#server/platform/seal.ts'
import { gateTx } from '#server/platform/tx.ts'
import { bodyPlace } from './send-mail.ts'
import { selectNewest } from './store.ts'
import type { Written } from './written-mail.ts'

export type OutboxMail = { id: string; to: string; locale: string; subject: string; at: Date; text: string | null }

/** The newest mails of the demo, readable; none anywhere else. Two locks: the process says so, and row-level security the sandbox. */
export async function listOutbox(limit = 50): Promise<OutboxMail[]> {
  if (env().PORTAL_DEMO !== 'on') return []
  const rows = await gateTx((tx) => selectNewest(tx, limit))
  return rows.map(({ id, recipient, locale, subject, createdAt, body }) => ({
    id,
    to: recipient,
    locale,
    subject,
    at: createdAt,
    text: body && (JSON.parse(open(body, bodyPlace(id)).toString()) as Written).text,
  }))
}
