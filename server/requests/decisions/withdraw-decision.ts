import { staffActor, type StaffScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { requireStaffPermission } from '#server/platform/staff-permission.ts'
import { staffTx } from '#server/platform/tx.ts'
import { endProposal } from '#server/proposals/index.ts'
import type { WithdrawReason } from './decision.ts'
import { lockFacts } from './facts.ts'

export type Withdrawn = { readonly ok: true } | { readonly ok: false; readonly reason: WithdrawReason }

/**
 * Takes back one's own proposed decision, so that the request can be decided on anew.
 * @throws Refusal not_found where the staff's marketplace has no such request; not_allowed
 */
export async function withdrawDecision(
  scope: StaffScope,
  person: { readonly name: string },
  { id, proposal }: { readonly id: string; readonly proposal: string },
): Promise<Withdrawn> {
  requireStaffPermission(scope, 'requests.decide')
  return staffTx(scope, async (tx) => {
    const { row } = await lockFacts(tx, scope, id)
    const named = { id: proposal, purpose: 'release_decision', subject: id } as const
    const ended = await endProposal(tx, scope, person, named, { to: 'withdrawn', by: scope.userId }, { sellerId: row.sellerId })
    if (!ended.ok) return ended
    await audit(tx, staffActor(scope), 'release.reopened', { request: id, proposal }, row.sellerId)
    return { ok: true }
  })
}
