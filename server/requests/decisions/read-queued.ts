import { formatMinor } from '#server/money/index.ts'
import { scopeOfStaffSeller, type StaffScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { Refusal } from '#server/platform/errors.ts'
import { mayStaff, requireStaffPermission } from '#server/platform/staff-permission.ts'
import { staffRead } from '#server/platform/tx.ts'
import { type Proposal, proposalsOf, whyOver } from '#server/proposals/index.ts'
import { type OrderLine, orderIn } from '#server/releases/index.ts'
import type { Proof } from '../request.ts'
import {
  type CheckReason,
  type ConfirmReason,
  type DecideReason,
  type DecisionContent,
  decisionIn,
  type GrantReason,
  needsTwoPeople,
  type RequestFacts,
  waitingProposal,
  whyNotCheck,
  whyNotConfirm,
  whyNotDecide,
  whyNotGrant,
} from './decision.ts'
import { factsOf } from './facts.ts'
import * as statements from './statements.ts'

type Can<Reason> = { readonly ok: true } | { readonly ok: false; readonly reason: Reason }

/** A proposed decision as staff see it. */
export type ProposedDecision = DecisionContent &
  Pick<Proposal, 'id' | 'hash' | 'makerName' | 'madeAt' | 'expiresAt' | 'checkerName' | 'endedAt'> & {
    /** `waiting` for its second person; `expired` also where nobody has written it down yet. */
    readonly state: 'waiting' | Exclude<Proposal['state'], 'open'>
    /** The amount that it decides about, a decimal string. */
    readonly amount: string
    /** What the second person wrote who sent it back. */
    readonly answer: string | null
  }

type Hidden =
  | 'sellerId'
  | 'askedBy'
  | 'state'
  | 'pending'
  | 'decidedAmount'
  | 'decidedCurrency'
  | 'twoPeopleAbove'
  | 'isMember'
  | 'mayMakerDecide'

/** A request beside its order, as staff decide on it. Instants in epoch milliseconds, amounts decimal strings. */
export type QueuedRequest = Omit<statements.RequestRow, Hidden> & {
  readonly asOf: number
  /** What waits of the line now. */
  readonly pending: string
  /** What waited of it when it was decided; null before. */
  readonly decidedAbout: { readonly amount: string; readonly currency: string } | null
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
    /** Whether this person can be the second one, who at least sends the proposal back. */
    readonly check: Can<CheckReason>
    /** Whether the proposal can be confirmed, by whoever is the second one. */
    readonly confirm: Can<ConfirmReason>
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
    return {
      ...shownRow(row, facts),
      asOf: at.getTime(),
      line: order?.lines.find(({ lineId }) => lineId === row.lineId) ?? null,
      proofs,
      proposals: proposals.map((proposal) => shownProposal(proposal, row.currency, at.getTime())),
      can: canOf(scope, facts, at.getTime()),
    }
  })
}

function shownRow(row: statements.RequestRow, facts: RequestFacts) {
  const { sellerId: _seller, askedBy: _by, state: _state, isMember: _member, mayMakerDecide: _maker, ...rest } = row
  const { pending, twoPeopleAbove: above, decidedAmount: amount, decidedCurrency: currency, ...shown } = rest
  return {
    ...shown,
    pending: formatMinor(pending, row.currency),
    decidedAbout: amount === null || currency === null ? null : { amount: formatMinor(amount, currency), currency },
    twoPeople: { needed: needsTwoPeople(facts), above: above === null ? null : formatMinor(above, row.currency) },
  }
}

function shownProposal(proposal: Proposal, currency: string, at: number): ProposedDecision {
  const { id, hash, makerName, madeAt, expiresAt, checkerName, endedAt, remark: answer, state, content } = proposal
  return {
    ...decisionIn(proposal),
    ...{ id, hash, makerName, madeAt, expiresAt, checkerName, endedAt, answer },
    state: state === 'open' ? (whyOver(proposal, at) === null ? 'waiting' : 'expired') : state,
    amount: formatMinor(BigInt(String(content.amount)), currency),
  }
}

function canOf(scope: StaffScope, facts: RequestFacts, at: number): QueuedRequest['can'] {
  const can = <Reason>(reason: Reason | null): Can<Reason> => (reason === null ? { ok: true } : { ok: false, reason })
  const mayDecide = mayStaff(scope.roles, 'requests.decide')
  return {
    decide: can(whyNotDecide(facts, mayDecide, at)),
    grant: can(whyNotGrant(facts)),
    check: can(whyNotCheck(facts, scope.userId, mayStaff(scope.roles, 'requests.check'), at)),
    confirm: can(whyNotConfirm(facts)),
    withdraw: mayDecide && waitingProposal(facts, at)?.maker === scope.userId,
  }
}
