import { formatMinor } from '#server/money/index.ts'
import { mayStaff, requireStaffPermission } from '#server/people/index.ts'
import { scopeOfStaffSeller, type StaffScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { Refusal } from '#server/platform/errors.ts'
import { staffRead } from '#server/platform/tx.ts'
import { hashOf, type Proposal, proposalsOf, transition } from '#server/proposals/index.ts'
import { type OrderLine, orderIn } from '#server/releases/index.ts'
import type { Proof } from '../request.ts'
import {
  type CheckReason,
  contentOf,
  type DecideReason,
  type Facts,
  type GrantReason,
  liveProposal,
  needsTwoPeople,
  whyNotCheck,
  whyNotDecide,
  whyNotGrant,
  type Wish,
  wishIn,
} from './decision.ts'
import { factsOf } from './facts.ts'
import * as statements from './statements.ts'

type Can<Reason> = { readonly ok: true } | { readonly ok: false; readonly reason: Reason }

/** A proposed decision as staff see it. */
export type ProposedDecision = Wish &
  Pick<Proposal, 'id' | 'hash' | 'makerName' | 'madeAt' | 'expiresAt' | 'checkerName' | 'endedAt'> & {
    /** `waiting` for its second person; `expired` also where nobody has written it down yet. */
    readonly state: 'waiting' | Exclude<Proposal['state'], 'open'>
    /** The amount that it decides about, a decimal string. */
    readonly amount: string
    /** What waits of the order, or how it stands, has changed since. */
    readonly isChanged: boolean
    /** What the second person wrote who sent it back. */
    readonly answer: string | null
  }

/** A request beside its order, as staff decide on it. Instants in epoch milliseconds, amounts decimal strings. */
export type QueuedRequest = Omit<statements.RequestRow, 'sellerId' | 'askedBy' | 'state' | 'pending' | 'twoPeopleAbove' | 'isMember'> & {
  readonly asOf: number
  readonly pending: string
  /** Two people decide on it, since what waits is above this amount; `above` is null where the currency has none of its own. */
  readonly twoPeople: { readonly needed: boolean; readonly above: string | null }
  /** The child order, with the money's way and all that happened. */
  readonly line: OrderLine | null
  readonly proofs: readonly Proof[]
  /** The newest first. */
  readonly proposals: readonly ProposedDecision[]
  readonly can: {
    readonly decide: Can<DecideReason>
    readonly grant: Can<GrantReason>
    readonly check: Can<CheckReason>
    readonly withdraw: boolean
  }
}

/**
 * A request for release with the facts of its order, its proofs' names and what was proposed. Two readings: the first says of whom the
 * order is.
 * @throws Refusal not_found where the staff's marketplace has none such
 */
export async function readQueued(scope: StaffScope, id: string): Promise<QueuedRequest> {
  requireStaffPermission(scope, 'requests.read')
  const found = await staffRead(scope, (tx) => statements.requestRow(tx, id))
  if (!found) throw new Refusal('not_found')
  const seller = scopeOfStaffSeller(found.sellerId, scope)
  return staffRead(scope, async (tx) => {
    const [row = found, at, order, proofs, proposals] = await Promise.all([
      statements.requestRow(tx, id),
      now(tx),
      orderIn(tx, seller, found.orderId),
      statements.proofsOf(tx, found.sellerId, id),
      proposalsOf(tx, 'release_decision', id),
    ])
    const facts = factsOf(row, proposals[0], scope.userId)
    const { sellerId: _seller, askedBy: _by, state: _state, pending, twoPeopleAbove: above, isMember: _member, ...shown } = row
    return {
      ...shown,
      asOf: at.getTime(),
      pending: formatMinor(pending, row.currency),
      twoPeople: { needed: needsTwoPeople(facts), above: above === null ? null : formatMinor(above, row.currency) },
      line: order?.lines.find(({ lineId }) => lineId === row.lineId) ?? null,
      proofs,
      proposals: proposals.map((proposal) => shownProposal(proposal, facts, at.getTime())),
      can: canOf(scope, facts, at.getTime()),
    }
  })
}

function shownProposal(proposal: Proposal, facts: Facts, at: number): ProposedDecision {
  const { id, hash, makerName, madeAt, expiresAt, checkerName, endedAt, remark: answer, state, content } = proposal
  const wish = wishIn(proposal)
  return {
    ...wish,
    ...{ id, hash, makerName, madeAt, expiresAt, checkerName, endedAt, answer },
    state: state === 'open' ? (at < expiresAt ? 'waiting' : 'expired') : state,
    amount: formatMinor(BigInt(String(content.amount)), facts.currency),
    isChanged: hashOf(contentOf(facts, wish)) !== hash || (wish.decision === 'granted' && whyNotGrant(facts) !== null),
  }
}

function canOf(scope: StaffScope, facts: Facts, at: number): QueuedRequest['can'] {
  const can = <Reason>(reason: Reason | null): Can<Reason> => (reason === null ? { ok: true } : { ok: false, reason })
  const mayDecide = mayStaff(scope.roles, 'requests.decide')
  const live = liveProposal(facts, at)
  return {
    decide: can(whyNotDecide(facts, mayDecide, at)),
    grant: can(whyNotGrant(facts)),
    check: can(whyNotCheck(facts, scope.userId, mayStaff(scope.roles, 'requests.check'), at)),
    withdraw: mayDecide && live !== null && transition(live, { to: 'withdrawn', by: scope.userId }, at) === null,
  }
}
