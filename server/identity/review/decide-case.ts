import { requireStaffPermission } from '#server/platform/staff-permission.ts'
import { staffActor, type StaffScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { now } from '#server/platform/clock.ts'
import { staffTx } from '#server/platform/tx.ts'
import { openTyped } from '../store.ts'
import { countReasons, type DecideReason, whyNotDecide } from './case.ts'
import { lockCase } from './facts.ts'
import type { DecideInput } from './schema.ts'
import * as statements from './statements.ts'

/**
 * Approves a case that the acting person has taken, or sends it back with a reason for each item. With the approval the name on the
 * document becomes the store's verified name.
 * @param person whose name is kept beside the decision
 * @returns why not; nothing was changed then
 * @throws Refusal not_found where the staff's marketplace has no such case; not_allowed
 */
export async function decideCase(
  scope: StaffScope,
  person: { readonly name: string },
  { id, decision, reasons, remark }: DecideInput,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: DecideReason }> {
  requireStaffPermission(scope, 'identity.decide')
  return staffTx(scope, async (tx) => {
    const row = await lockCase(tx, scope, id)
    const reason = whyNotDecide(row, scope.userId, true, (await now(tx)).getTime())
    if (reason) return { ok: false, reason }
    const refused = countReasons(reasons)
    if ((decision === 'sent_back') !== refused > 0) return { ok: false, reason: 'no_reason' }
    const { name, latinName } = openTyped(row.typed, row.sellerId, id)
    await statements.decide(tx, id, { decision, reasons: refused > 0 ? reasons : null, remark, name, latinName }, person.name)
    await audit(tx, staffActor(scope), `identity.${decision}`, { attempt: id, refused }, row.sellerId)
    return { ok: true }
  })
}
