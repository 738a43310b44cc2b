import { staffActor, type StaffScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { now } from '#server/platform/clock.ts'
import { requireStaffPermission } from '#server/platform/staff-permission.ts'
import { staffTx } from '#server/platform/tx.ts'
import { endProposal, type EndReason } from '#server/proposals/index.ts'
import type { Decision } from '../schema.ts'
import { type CheckReason, type ConfirmReason, decisionIn, whyNotCheck, whyNotConfirm } from './decision.ts'
import { auditDetail, lockFacts } from './facts.ts'
import type { CheckInput } from './schema.ts'
import * as statements from './statements.ts'

export type Checked =
  | { readonly ok: true; readonly outcome: Decision | 'sent_back' }
  | { readonly ok: false; readonly reason: CheckReason | ConfirmReason | EndReason }

/**
 * The second person confirms a proposed decision, which is carried out then, or sends it back, after which the request can be decided on
 * anew. Where the order has changed since it was proposed, or its maker may no longer decide, it can only be sent back.
 * @throws Refusal not_found where the staff's marketplace has no such request; not_allowed
 */
export async function checkDecision(scope: StaffScope, person: { readonly name: string }, check: CheckInput): Promise<Checked> {
  requireStaffPermission(scope, 'requests.check')
  return staffTx(scope, async (tx) => {
    const { row, facts } = await lockFacts(tx, scope, check.id)
    const at = (await now(tx)).getTime()
    const reason = whyNotCheck(facts, scope.userId, true, at) ?? (check.agree ? whyNotConfirm(facts) : null)
    if (reason !== null) return { ok: false, reason }
    const named = { id: check.proposal, purpose: 'release_decision', subject: check.id } as const
    const ending = check.agree
      ? ({ to: 'approved', by: scope.userId, hash: check.hash } as const)
      : ({ to: 'declined', by: scope.userId } as const)
    const about = { remark: check.agree ? null : check.remark, sellerId: row.sellerId }
    const ended = await endProposal(tx, scope, person, named, ending, about)
    if (!ended.ok) return ended
    if (!check.agree) {
      await audit(tx, staffActor(scope), 'release.reopened', { request: check.id, proposal: check.proposal }, row.sellerId)
      return { ok: true, outcome: 'sent_back' }
    }
    const decision = decisionIn(ended.proposal)
    await statements.decide(tx, check.id, decision, person.name, check.proposal)
    await audit(tx, staffActor(scope), `release.${decision.decision}`, auditDetail(row, decision, check.proposal), row.sellerId)
    return { ok: true, outcome: decision.decision }
  })
}
