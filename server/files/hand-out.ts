import { type MemberScope, personActor, type SellerScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import { mayDo, requirePermission } from '#server/platform/permission.ts'
import { open } from '#server/platform/seal.ts'
import { filePlace } from '#server/platform/sealed-places.ts'
import { sellerTx, type Tx } from '#server/platform/tx.ts'
import { type MediaType, type Purpose, purposes } from './schema.ts'
import * as store from './store.ts'

export type HandedOut = { readonly purpose: Purpose; readonly id: string; readonly type: MediaType; readonly bytes: Buffer }

/**
 * A file's bytes, for a member of the store who may read files of this purpose. Each hand-out leaves a line in the audit trail.
 * @throws Refusal not_allowed, or not_found where the store has none such or it was removed
 */
export async function handOut(scope: MemberScope, purpose: Purpose, id: string): Promise<HandedOut> {
  requirePermission(scope, 'file.read')
  if (!mayDo(scope.role, purposes[purpose].readers)) throw new Refusal('not_allowed')
  return sellerTx(scope, async (tx) => {
    const found = await openFile(tx, scope, purpose, id)
    await audit(tx, personActor(scope), 'file.read', { purpose, file: id }, scope.sellerId)
    return found
  })
}

/**
 * A file's bytes within the transaction of a verb that has asked who reads them, and writes the line of the audit trail.
 * @throws Refusal not_found where the store has none such or it was removed
 */
export async function openFile(tx: Tx, scope: SellerScope, purpose: Purpose, id: string): Promise<HandedOut> {
  const found = await store.fileOf(tx, scope, purpose, id)
  if (!found?.sealed) throw new Refusal('not_found')
  return { purpose, id, type: found.mediaType, bytes: open(found.sealed, filePlace(purpose, id, scope.sellerId)) }
}
