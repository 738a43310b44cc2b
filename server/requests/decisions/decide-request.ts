import { staffActor, type StaffScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { now } from '#server/platform/clock.ts'
import { requireStaffPermission } from '#server/platform/staff-permission.ts'
import { staffTx } from '#server/platform/tx.ts'
import { propose } from '#server/proposals/index.ts'
import type { Decision } from '../schema.ts'
import { contentOf, type DecideReason, type GrantReason, needsTwoPeople, whyNotDecide, whyNotGrant } from './decision.ts'
import { auditDetail, lockFacts } from './facts.ts'
import type { DecideInput } from './schema.ts'
import * as statements from './statements.ts'

export type Decided =
  | { readonly ok: true; readonly outcome: Decision }
  | { readonly ok: true; readonly outcome: 'proposed'; readonly proposal: string; readonly until: number }
  | { readonly ok: false; readonly reason: DecideReason | GrantReason }

/**
 * Decides on a request for release; above the policy's amount (`release_request_two_people_amount_<currency>`) the decision is proposed,
 * and a second person confirms it. A grant moves no money: the marketplace releases it by its own event. A trigger tells the seller's open
 * pages; nothing tells the marketplace's backend.
 * @param person whose name is kept beside the decision
 * @throws Refusal not_found where the staff's marketplace has no such request; not_allowed
 */
export async function decideRequest(
  scope: StaffScope,
  person: { readonly name: string },
  { id, ...decision }: DecideInput,
): Promise<Decided> {
  requireStaffPermission(scope, 'requests.decide')
  return staffTx(scope, async (tx) => {
    const { row, facts } = await lockFacts(tx, scope, id)
    const at = (await now(tx)).getTime()
    const reason = whyNotDecide(facts, true, at) ?? (decision.decision === 'granted' ? whyNotGrant(facts) : null)
    if (reason !== null) return { ok: false, reason }
    if (needsTwoPeople(facts)) {
      const about = { purpose: 'release_decision', subject: id, sellerId: row.sellerId, beneficiary: row.askedBy } as const
      const proposed = await propose(tx, scope, person, { ...about, content: contentOf(facts, decision) })
      return proposed.ok ? { ok: true, outcome: 'proposed', proposal: proposed.id, until: proposed.expiresAt } : proposed
    }
    await statements.decide(tx, id, decision, person.name, null)
    await audit(tx, staffActor(scope), `release.${decision.decision}`, auditDetail(row, decision, null), row.sellerId)
    return { ok: true, outcome: decision.decision }
  })
}
