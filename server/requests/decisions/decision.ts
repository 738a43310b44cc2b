import {
  type Content,
  type EndReason,
  hashOf,
  type OverReason,
  type Proposal,
  type SecondPersonReason,
  whyNotSecondPerson,
  whyOver,
} from '#server/proposals/index.ts'
import { type AskReason, type LineForRequest, whyNotAsk } from '../request.ts'
import type { Decision, DeclineReason } from '../schema.ts'

/** A decision as staff make it; what the seller reads of it. */
export type DecisionContent = { readonly decision: Decision; readonly reason: DeclineReason | null; readonly remark: string | null }

/** A request as deciding on it depends on it. */
export type RequestFacts = {
  readonly id: string
  readonly decision: Decision | null
  /** The acting person asked for it, or is a member of the store. */
  readonly isOwn: boolean
  readonly currency: string
  readonly line: Omit<LineForRequest, 'request'>
  /** Minor units above which two people decide; null: always. */
  readonly twoPeopleAbove: bigint | null
  /** The newest proposal on it. */
  readonly proposal: Proposal | null
  /** Whoever made the proposal that waits may still decide on the store's requests. */
  readonly mayMakerDecide: boolean
}

/** Why a request can't be granted: its line is no longer one that can be asked for. */
export type GrantReason = Exclude<AskReason, 'already_asked'>
export type DecideReason = 'decided' | 'not_allowed' | 'own_store' | 'beneficiary' | 'already_proposed'
/** Why a person can't be the second one on a proposal. */
export type CheckReason = 'decided' | 'not_allowed' | 'own_store' | OverReason | SecondPersonReason
/** Why a proposal can only be sent back. */
export type ConfirmReason = 'changed' | 'maker_left' | GrantReason
export type WithdrawReason = EndReason

/** Whether two people decide: nothing that waits is no amount, and a currency without a limit of its own has none that is small. */
export function needsTwoPeople({ line, twoPeopleAbove }: Pick<RequestFacts, 'line' | 'twoPeopleAbove'>): boolean {
  return line.pending > (twoPeopleAbove ?? 0n)
}

/** The proposal that waits for its second person; null where there is none, or its time is over. @param at epoch milliseconds */
export function waitingProposal({ proposal }: Pick<RequestFacts, 'proposal'>, at: number): Proposal | null {
  return proposal !== null && whyOver(proposal, at) === null ? proposal : null
}

/** Why the acting person can't decide on a request or propose a decision; null where they can. @param may whether their roles allow it */
export function whyNotDecide(facts: RequestFacts, may: boolean, at: number): DecideReason | null {
  if (facts.decision !== null) return 'decided'
  if (!may) return 'not_allowed'
  if (facts.isOwn) return 'own_store'
  return waitingProposal(facts, at) === null ? null : 'already_proposed'
}

/** Why a request can't be granted, by the same rule as asking; null where it can. */
export function whyNotGrant({ line }: Pick<RequestFacts, 'line'>): GrantReason | null {
  const reason = whyNotAsk({ ...line, request: null })
  return reason === 'already_asked' ? null : reason
}

/**
 * Why the acting person can't be the second one on the newest proposal; null where they can at least send it back.
 * @param may whether their roles allow it
 */
export function whyNotCheck({ decision, proposal, isOwn }: RequestFacts, userId: number, may: boolean, at: number): CheckReason | null {
  if (decision !== null) return 'decided'
  const over = proposal === null ? 'ended' : whyOver(proposal, at)
  if (proposal === null || over !== null) return over
  if (!may) return 'not_allowed'
  return whyNotSecondPerson(proposal, userId) ?? (isOwn ? 'own_store' : null)
}

/**
 * Why the newest proposal can only be sent back, whoever the second person is: its maker may no longer decide, the order can't be granted
 * any more, or another amount waits than two people would agree on. Null where it can be confirmed, or there is none.
 */
export function whyNotConfirm(facts: RequestFacts): ConfirmReason | null {
  const { proposal } = facts
  if (proposal === null) return null
  if (!facts.mayMakerDecide) return 'maker_left'
  const content = decisionIn(proposal)
  const cannotGrant = content.decision === 'granted' ? whyNotGrant(facts) : null
  if (cannotGrant !== null) return cannotGrant
  return hashOf(contentOf(facts, content)) === proposal.hash ? null : 'changed'
}

/** What two people agree on: the decision in full, and the amount that they decide about. Another amount later is another content. */
export function contentOf(facts: Pick<RequestFacts, 'id' | 'currency' | 'line'>, { decision, reason, remark }: DecisionContent): Content {
  return { request: facts.id, decision, reason, remark, currency: facts.currency, amount: String(facts.line.pending) }
}

/** The decision that a proposal's content says. */
export function decisionIn({ content }: Pick<Proposal, 'content'>): DecisionContent {
  return { decision: content.decision as Decision, reason: content.reason as DeclineReason | null, remark: content.remark as string | null }
}
