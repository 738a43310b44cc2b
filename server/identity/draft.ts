import type { MemberScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type EditReason, keptPages, whyNotEdit } from './attempt.ts'
import { insertAttempt } from './statements.ts'
import * as store from './store.ts'

/** The attempt to go on with: a draft, or one that was sent back. */
export type Editable = { readonly attempt: store.AttemptRow; readonly pages: readonly store.PageRow[] }

/** The store's attempt to go on with, locked until the transaction ends; or why there is none. Nothing is written. */
export async function lockEditable(tx: Tx, scope: MemberScope): Promise<Editable | EditReason> {
  await store.lockSeller(tx, scope)
  const newest = await store.newestAttempt(tx, scope)
  return whyNotEdit(newest?.attempt ?? null) ?? newest ?? 'not_begun'
}

/**
 * The draft into which a change is written. An attempt that was sent back stays as it was: another begins with what was typed, with the
 * pictures that nobody refused, and with what is still to be corrected.
 * @returns its id
 */
export async function draftOf(tx: Tx, scope: MemberScope, { attempt, pages }: Editable): Promise<string> {
  if (attempt.state === 'draft') return attempt.id
  const id = await insertAttempt(tx, scope, attempt)
  if (attempt.typed) await store.updateTyped(tx, scope, id, attempt.typed)
  const kept = keptPages(attempt)
  for (const { page, file } of pages) if (kept.includes(page)) await store.putPage(tx, scope, id, page, file)
  return id
}
