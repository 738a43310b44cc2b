import { requireStaffPermission } from '#server/platform/staff-permission.ts'
import { staffActor, type StaffScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { now } from '#server/platform/clock.ts'
import { staffTx } from '#server/platform/tx.ts'
import { takenMinutes } from '../schema.ts'
import { type TakeReason, whyNotTake } from './case.ts'
import { lockCase } from './facts.ts'
import * as statements from './statements.ts'

/**
 * Takes a case, so that no second reviewer works on it; it lapses after `takenMinutes`, and who has it may take it for longer.
 * @param person whose name others read beside the case
 * @throws Refusal not_found where the staff's marketplace has no such case; not_allowed
 */
export async function takeCase(
  scope: StaffScope,
  person: { readonly name: string },
  id: string,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: TakeReason }> {
  requireStaffPermission(scope, 'identity.decide')
  return staffTx(scope, async (tx) => {
    const row = await lockCase(tx, scope, id)
    const reason = whyNotTake(row, scope.userId, true, (await now(tx)).getTime())
    if (reason) return { ok: false, reason }
    await statements.take(tx, id, person.name, takenMinutes)
    await audit(tx, staffActor(scope), 'identity.taken', { attempt: id }, row.sellerId)
    return { ok: true }
  })
}
