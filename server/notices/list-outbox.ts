import { env } from '#server/platform/env.ts'
import { open } from '#server/platform/seal.ts'
import { bodyPlace, letterPlace } from '#server/platform/sealed-places.ts'
import { gateTx } from '#server/platform/tx.ts'
import { selectNewest } from './statements.ts'
import type { Letter } from './store.ts'
import type { Written } from './written-mail.ts'

export type OutboxMail = { id: string; to: string; locale: string; subject: string; at: Date; text: string | null }

/** The newest mails of the demo, readable; none anywhere else. Two locks: the process says so, and row-level security the sandbox. */
export async function listOutbox(limit = 50): Promise<OutboxMail[]> {
  if (env().PORTAL_DEMO !== 'on') return []
  const rows = await gateTx((tx) => selectNewest(tx, limit))
  return rows.map(({ id, letter, locale, createdAt, body }) => ({
    id,
    ...(JSON.parse(open(letter, letterPlace(id)).toString()) as Letter),
    locale,
    at: createdAt,
    text: body && (JSON.parse(open(body, bodyPlace(id)).toString()) as Written).text,
  }))
}
