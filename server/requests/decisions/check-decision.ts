import { requireStaffPermission } from '#server/people/index.ts'
import { staffActor, type StaffScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { now } from '#server/platform/clock.ts'
import { staffTx } from '#server/platform/tx.ts'
import { endProposal, hashOf, lockProposal, type WhyNot } from '#server/proposals/index.ts'
import type { Decision } from '../request.ts'
import { type CheckReason, contentOf, type GrantReason, whyNotCheck, whyNotGrant, wishIn } from './decision.ts'
import { lockFacts } from './facts.ts'
import type { CheckInput } from './schema.ts'
import * as statements from './statements.ts'

export type Checked =
  | { readonly ok: true; readonly outcome: Decision | 'sent_back' }
  | { readonly ok: false; readonly reason: CheckReason | GrantReason }

const reasonOf: Record<WhyNot, CheckReason> = {
  ended: 'ended',
  expired: 'expired',
  not_expired: 'ended',
  own_proposal: 'own_proposal',
  beneficiary: 'own_store',
  not_maker: 'not_allowed',
  other_content: 'changed',
}

/**
 * The second person confirms a proposed decision, which is carried out then, or sends it back, after which the request can be decided on
 * anew. What waits of the order may have changed since it was proposed; then it can only be sent back.
 * @throws Refusal not_found where the staff's marketplace has no such request; not_allowed
 */
export async function checkDecision(scope: StaffScope, person: { readonly name: string }, wish: CheckInput): Promise<Checked> {
  requireStaffPermission(scope, 'requests.check')
  return staffTx(scope, async (tx) => {
    const { row, facts } = await lockFacts(tx, scope, wish.id)
    const at = (await now(tx)).getTime()
    const proposal = await lockProposal(tx, wish.proposal)
    const reason = whyNotCheck(facts, scope.userId, true, at)
    if (reason !== null) return { ok: false, reason }
    if (proposal?.id !== facts.proposal?.id || !proposal) return { ok: false, reason: 'ended' }
    const { sellerId } = row
    if (!wish.agree) {
      const { remark } = wish
      const ended = await endProposal(tx, scope, person, proposal, { to: 'declined', by: scope.userId }, { remark: remark ?? '', sellerId })
      return ended.ok ? { ok: true, outcome: 'sent_back' } : { ok: false, reason: reasonOf[ended.reason] }
    }
    const decision = wishIn(proposal)
    if (hashOf(contentOf(facts, decision)) !== proposal.hash) return { ok: false, reason: 'changed' }
    const cannot = decision.decision === 'granted' ? whyNotGrant(facts) : null
    if (cannot !== null) return { ok: false, reason: cannot }
    const ended = await endProposal(tx, scope, person, proposal, { to: 'approved', by: scope.userId, hash: wish.hash }, { sellerId })
    if (!ended.ok) return { ok: false, reason: reasonOf[ended.reason] }
    await statements.decide(tx, wish.id, decision, person.name, proposal.id)
    const detail = { request: wish.id, reason: decision.reason, proposal: proposal.id }
    await audit(tx, staffActor(scope), `release.${decision.decision}`, detail, sellerId)
    return { ok: true, outcome: decision.decision }
  })
}
