import { type HandedOut, openFile } from '#server/files/index.ts'
import { requireStaffPermission } from '#server/platform/staff-permission.ts'
import { scopeOfStaffSeller, staffActor, type StaffScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import { staffTx } from '#server/platform/tx.ts'
import { pagesOfAttempt } from '../store.ts'
import * as statements from './statements.ts'

/**
 * The bytes of a picture of a case. Each reading leaves a line in the audit trail.
 * @throws Refusal not_found where the staff's marketplace has no such case, or that no such picture; not_allowed
 */
export async function readPageAsStaff(
  scope: StaffScope,
  { attempt, id }: { readonly attempt: string; readonly id: string },
): Promise<HandedOut> {
  requireStaffPermission(scope, 'identity.read')
  return staffTx(scope, async (tx) => {
    const row = await statements.caseRow(tx, attempt, scope.userId)
    const pages = row ? await pagesOfAttempt(tx, row.sellerId, attempt) : []
    if (!row || !pages.some(({ file }) => file === id)) throw new Refusal('not_found')
    const found = await openFile(tx, scopeOfStaffSeller(row.sellerId, scope), 'identity_page', id)
    await audit(tx, staffActor(scope), 'file.read', { purpose: 'identity_page', attempt, file: id }, row.sellerId)
    return found
  })
}
