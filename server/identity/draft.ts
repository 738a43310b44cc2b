import type { MemberScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type EditReason, keptPages, whyNotEdit } from './attempt.ts'
import { insertAttempt } from './statements.ts'
import * as store from './store.ts'

/**
 * The store's attempt to go on with, locked until the transaction ends. One that was sent back stays as it was: another begins with what
 * was typed and with the pictures that nobody refused.
 * @returns why there is none to go on with
 */
export async function lockDraft(tx: Tx, scope: MemberScope): Promise<store.AttemptRow | EditReason> {
  await store.lockSeller(tx, scope)
  const newest = await store.newestAttempt(tx, scope)
  const reason = whyNotEdit(newest?.attempt ?? null)
  if (reason || !newest) return reason ?? 'not_begun'
  const { attempt, pages } = newest
  if (attempt.state === 'draft') return attempt
  const id = await insertAttempt(tx, scope, attempt)
  if (attempt.typed) await store.updateTyped(tx, scope, id, attempt.typed)
  const kept = keptPages(attempt)
  for (const { page, file } of pages) if (kept.includes(page)) await store.putPage(tx, scope, id, page, file)
  return { ...attempt, id, state: 'draft', pages: kept, reasons: null, remark: null, submittedAt: null, decidedAt: null }
}
