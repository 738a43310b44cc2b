import { type MemberScope, personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerTx } from '#server/platform/tx.ts'
import { byField, checkTyped, type EditReason, typedOf, withSavedNumber } from './attempt.ts'
import type { Field, ProblemCode } from './documents/document.ts'
import { lockDraft } from './draft.ts'
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
    const draft = await lockDraft(tx, scope)
    if (typeof draft === 'string') return { ok: false, reason: draft }
    const checked = checkTyped(draft, withSavedNumber(details, draft.typed), await store.today(tx))
    if ('problems' in checked) return { ok: false, reason: 'wrong', problems: byField(checked.problems) }
    await store.updateTyped(tx, scope, draft.id, typedOf(checked.document))
    await audit(tx, personActor(scope), 'identity.typed', { attempt: draft.id }, scope.sellerId)
    return { ok: true }
  })
}
