import { type Content, type Proposal, transition } from '#server/proposals/index.ts'
import { type AskReason, type Decision, type DeclineReason, type LineForRequest, whyNotAsk } from '../request.ts'

/** A decision as staff make it; what the seller reads of it. */
export type Wish = { readonly decision: Decision; readonly reason: DeclineReason | null; readonly remark: string | null }

/** A request as deciding on it depends on it. */
export type Facts = {
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
}

export type DecideReason = 'not_allowed' | 'decided' | 'own_store' | 'proposed'
export type CheckReason = 'not_allowed' | 'decided' | 'own_store' | 'own_proposal' | 'ended' | 'expired' | 'changed'
/** Why a request can't be granted: its line is no longer one that can be asked for. */
export type GrantReason = Exclude<AskReason, 'already_asked'>

/** Whether two people decide: nothing that waits is no amount, and a currency without a limit of its own has none that is small. */
export function needsTwoPeople({ line, twoPeopleAbove }: Pick<Facts, 'line' | 'twoPeopleAbove'>): boolean {
  return line.pending > (twoPeopleAbove ?? 0n)
}

/** The proposal that waits for its second person; null where there is none, or its time is over. @param at epoch milliseconds */
export function liveProposal({ proposal }: Facts, at: number): Proposal | null {
  return proposal?.state === 'open' && at < proposal.expiresAt ? proposal : null
}

/** Why the acting person can't decide on a request or propose a decision; null where they can. @param may whether their roles allow it */
export function whyNotDecide(facts: Facts, may: boolean, at: number): DecideReason | null {
  if (facts.decision !== null) return 'decided'
  if (!may) return 'not_allowed'
  if (facts.isOwn) return 'own_store'
  return liveProposal(facts, at) ? 'proposed' : null
}

/** Why a request can't be granted, by the same rule as asking; null where it can. */
export function whyNotGrant({ line }: Pick<Facts, 'line'>): GrantReason | null {
  const reason = whyNotAsk({ ...line, request: null })
  return reason === 'already_asked' ? null : reason
}

/** Why the acting person can't be the second one on the newest proposal; null where they can. @param may whether their roles allow it */
export function whyNotCheck(facts: Facts, userId: number, may: boolean, at: number): CheckReason | null {
  if (facts.decision !== null) return 'decided'
  if (!facts.proposal) return 'ended'
  const reason = transition(facts.proposal, { to: 'declined', by: userId }, at)
  if (reason === 'ended' || reason === 'expired') return reason
  if (!may) return 'not_allowed'
  if (reason === 'own_proposal') return reason
  return facts.isOwn || reason !== null ? 'own_store' : null
}

/** What two people agree on: the decision in full, and the amount that they decide about. Another amount later is another content. */
export function contentOf(facts: Pick<Facts, 'id' | 'currency' | 'line'>, { decision, reason, remark }: Wish): Content {
  return { request: facts.id, decision, reason, remark, currency: facts.currency, amount: String(facts.line.pending) }
}

/** The decision that a proposal's content says. */
export function wishIn({ content }: Proposal): Wish {
  return { decision: content.decision as Decision, reason: content.reason as DeclineReason | null, remark: content.remark as string | null }
}
