import { type MemberScope, personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerTx } from '#server/platform/tx.ts'
import { byField, checkTyped, type EditReason, leftReasons, typedOf, withSavedNumber } from './attempt.ts'
import type { Field, ProblemCode } from './documents/document.ts'
import { draftOf, lockEditable } from './draft.ts'
import type { Details } from './schema.ts'
import * as store from './store.ts'

export type Saved =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: EditReason }
  | { readonly ok: false; readonly reason: 'wrong'; readonly problems: Partial<Record<Field, ProblemCode>> }

/**
 * Checks what was typed of the document, and keeps it sealed where nothing is wrong with it.
 * @param details a number of '' is the one that was saved
 * @returns what is wrong with which field; nothing was changed then
 */
export async function saveDetails(scope: MemberScope, details: Details): Promise<Saved> {
  requirePermission(scope, 'identity.verify')
  return sellerTx(scope, async (tx) => {
    const found = await lockEditable(tx, scope)
    if (typeof found === 'string') return { ok: false, reason: found }
    const { attempt } = found
    const checked = checkTyped(attempt, withSavedNumber(details, attempt.typed), await store.today(tx))
    if ('problems' in checked) return { ok: false, reason: 'wrong', problems: byField(checked.problems) }
    const id = await draftOf(tx, scope, found)
    await store.updateTyped(tx, scope, id, typedOf(checked.document))
    await store.updateReasons(tx, scope, id, leftReasons(attempt.reasons, null))
    await audit(tx, personActor(scope), 'identity.typed', { attempt: id }, scope.sellerId)
    return { ok: true }
  })
}
