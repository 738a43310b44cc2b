import { type MemberScope, personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerTx } from '#server/platform/tx.ts'
import { type EditReason, isOfRegion } from './attempt.ts'
import type { DocumentType, Region } from './documents/document.ts'
import { draftOf, lockEditable } from './draft.ts'
import { insertAttempt } from './statements.ts'
import * as store from './store.ts'

export type Chosen = { readonly ok: true } | { readonly ok: false; readonly reason: Exclude<EditReason, 'not_begun'> | 'not_of_region' }

/**
 * Begins to prove who the store's owner is, or chooses another document for it. With another document, what was typed and the pictures
 * of the former one are no longer kept.
 * @returns why not; nothing was changed then
 */
export async function chooseDocument(
  scope: MemberScope,
  document: { readonly region: Region; readonly type: DocumentType },
): Promise<Chosen> {
  requirePermission(scope, 'identity.verify')
  if (!isOfRegion(document.type, document.region)) return { ok: false, reason: 'not_of_region' }
  return sellerTx(scope, async (tx) => {
    const found = await lockEditable(tx, scope)
    if (found === 'submitted' || found === 'verified') return { ok: false, reason: found }
    if (found === 'not_begun') await insertAttempt(tx, scope, document)
    else if (found.attempt.region !== document.region || found.attempt.type !== document.type) {
      const id = await draftOf(tx, scope, found)
      await store.updateDocument(tx, scope, id, document)
      await store.deletePages(tx, scope, id)
    } else return { ok: true }
    await audit(tx, personActor(scope), 'identity.begun', document, scope.sellerId)
    return { ok: true }
  })
}
