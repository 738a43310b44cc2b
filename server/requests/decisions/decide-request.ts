import { requireStaffPermission } from '#server/people/index.ts'
import { staffActor, type StaffScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { now } from '#server/platform/clock.ts'
import { staffTx } from '#server/platform/tx.ts'
import { propose } from '#server/proposals/index.ts'
import type { Decision } from '../request.ts'
import { contentOf, type DecideReason, type GrantReason, needsTwoPeople, whyNotDecide, whyNotGrant } from './decision.ts'
import { lockFacts } from './facts.ts'
import type { DecideInput } from './schema.ts'
import * as statements from './statements.ts'

export type Decided =
  | { readonly ok: true; readonly outcome: Decision }
  | { readonly ok: true; readonly outcome: 'proposed'; readonly proposal: string; readonly until: number }
  | { readonly ok: false; readonly reason: DecideReason | GrantReason }

/**
 * Decides on a request for release; above the policy's amount (`release_request_two_people_amount_<currency>`) the decision is proposed,
 * and a second person confirms it. A grant moves no money: the marketplace releases it by its own event. The seller's pages learn of the
 * decision by a trigger.
 * @param person whose name is kept beside the decision
 * @throws Refusal not_found where the staff's marketplace has no such request; not_allowed
 */
export async function decideRequest(scope: StaffScope, person: { readonly name: string }, { id, ...wish }: DecideInput): Promise<Decided> {
  requireStaffPermission(scope, 'requests.decide')
  return staffTx(scope, async (tx) => {
    const { row, facts } = await lockFacts(tx, scope, id)
    const at = (await now(tx)).getTime()
    const reason = whyNotDecide(facts, true, at) ?? (wish.decision === 'granted' ? whyNotGrant(facts) : null)
    if (reason !== null) return { ok: false, reason }
    if (needsTwoPeople(facts)) {
      const { sellerId, askedBy } = row
      const content = contentOf(facts, wish)
      const proposed = await propose(tx, scope, person, {
        purpose: 'release_decision',
        subject: id,
        sellerId,
        beneficiary: askedBy,
        content,
      })
      if (!proposed.ok) return { ok: false, reason: proposed.reason === 'beneficiary' ? 'own_store' : 'proposed' }
      return { ok: true, outcome: 'proposed', proposal: proposed.id, until: proposed.expiresAt }
    }
    await statements.decide(tx, id, wish, person.name, null)
    await audit(tx, staffActor(scope), `release.${wish.decision}`, { request: id, reason: wish.reason }, row.sellerId)
    return { ok: true, outcome: wish.decision }
  })
}
