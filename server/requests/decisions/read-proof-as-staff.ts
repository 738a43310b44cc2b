import { type HandedOut, openFile } from '#server/files/index.ts'
import { scopeOfStaffSeller, staffActor, type StaffScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import { requireStaffPermission } from '#server/platform/staff-permission.ts'
import { staffTx } from '#server/platform/tx.ts'
import * as statements from './statements.ts'

/**
 * The bytes of a proof of a request. Each reading leaves a line in the audit trail.
 * @throws Refusal not_found where the staff's marketplace has no such request, or that no such proof; not_allowed
 */
export async function readProofAsStaff(
  scope: StaffScope,
  { request, id }: { readonly request: string; readonly id: string },
): Promise<HandedOut> {
  requireStaffPermission(scope, 'requests.read')
  return staffTx(scope, async (tx) => {
    const sellerId = await statements.sellerOfProof(tx, request, id)
    if (sellerId === null) throw new Refusal('not_found')
    const found = await openFile(tx, scopeOfStaffSeller(sellerId, scope), 'release_proof', id)
    await audit(tx, staffActor(scope), 'file.read', { purpose: 'release_proof', request, file: id }, sellerId)
    return found
  })
}
