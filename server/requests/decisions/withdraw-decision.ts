import { requireStaffPermission } from '#server/people/index.ts'
import { staffActor, type StaffScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { staffTx } from '#server/platform/tx.ts'
import { endProposal, lockProposal, type WhyNot } from '#server/proposals/index.ts'
import { lockFacts } from './facts.ts'

export type Withdrawn = { readonly ok: true } | { readonly ok: false; readonly reason: WhyNot }

/**
 * Takes back one's own proposed decision, so that the request can be decided on anew.
 * @throws Refusal not_found where the staff's marketplace has no such request; not_allowed
 */
export async function withdrawDecision(
  scope: StaffScope,
  person: { readonly name: string },
  wish: { readonly id: string; readonly proposal: string },
): Promise<Withdrawn> {
  requireStaffPermission(scope, 'requests.decide')
  return staffTx(scope, async (tx) => {
    const { row, facts } = await lockFacts(tx, scope, wish.id)
    const proposal = await lockProposal(tx, wish.proposal)
    if (!proposal || proposal.id !== facts.proposal?.id) return { ok: false, reason: 'ended' }
    const ended = await endProposal(tx, scope, person, proposal, { to: 'withdrawn', by: scope.userId }, { sellerId: row.sellerId })
    if (ended.ok) await audit(tx, staffActor(scope), 'release.reopened', { request: wish.id }, row.sellerId)
    return ended
  })
}
