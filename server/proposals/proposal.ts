import type { Content } from './content.ts'
import type { ProposalPurpose, ProposalState } from './schema.ts'

/** Something that one member of staff proposed and another one confirms. Instants in epoch milliseconds, people by the ids of their users. */
export type Proposal = {
  readonly id: string
  readonly purpose: ProposalPurpose
  /** The id of what is decided on. */
  readonly subject: string
  readonly content: Content
  /** SHA-256 of the canonical content. */
  readonly hash: string
  readonly maker: number
  readonly makerName: string
  readonly madeAt: number
  /** Who gains by it, where that is a person. */
  readonly beneficiary: number | null
  readonly expiresAt: number
  readonly state: ProposalState
  readonly checker: number | null
  readonly checkerName: string | null
  /** What the checker wrote who declined. */
  readonly remark: string | null
  readonly endedAt: number | null
}

/** What somebody wants to propose. */
export type NewProposal = {
  readonly purpose: ProposalPurpose
  /** The id of what is decided on. */
  readonly subject: string
  readonly sellerId: number | null
  /** The user who gains by it; null where it is no person. */
  readonly beneficiary: number | null
  readonly content: Content
}

/** How a person ends a proposal. Who approves names the hash of the content that they have seen. */
export type Ending =
  | { readonly to: 'approved'; readonly by: number; readonly hash: string }
  | { readonly to: 'declined'; readonly by: number }
  | { readonly to: 'withdrawn'; readonly by: number }

export type OverReason = 'ended' | 'expired'
export type SecondPersonReason = 'own_proposal' | 'beneficiary'
export type EndReason = OverReason | SecondPersonReason | 'not_maker' | 'other_content'

/** Whether the time to confirm a proposal is over. @param at epoch milliseconds */
export function isExpired({ expiresAt }: Pick<Proposal, 'expiresAt'>, at: number): boolean {
  return at >= expiresAt
}

/** Why nobody can end a proposal any more; null while it is open and in time. @param at epoch milliseconds */
export function whyOver(proposal: Proposal, at: number): OverReason | null {
  if (proposal.state !== 'open') return 'ended'
  return isExpired(proposal, at) ? 'expired' : null
}

/** Why a person can't be the second one on a proposal: they made it, or gain by it. */
export function whyNotSecondPerson({ maker, beneficiary }: Pick<Proposal, 'maker' | 'beneficiary'>, by: number): SecondPersonReason | null {
  if (by === maker) return 'own_proposal'
  return by === beneficiary ? 'beneficiary' : null
}

/**
 * Why a person can't end a proposal in this way at an instant; null where they can. Withdrawing is the maker's; approving and declining the
 * second person's.
 * @param at epoch milliseconds
 */
export function whyNotEnd(proposal: Proposal, ending: Ending, at: number): EndReason | null {
  const over = whyOver(proposal, at)
  if (over !== null) return over
  if (ending.to === 'withdrawn') return ending.by === proposal.maker ? null : 'not_maker'
  const second = whyNotSecondPerson(proposal, ending.by)
  if (second !== null) return second
  return ending.to === 'approved' && ending.hash !== proposal.hash ? 'other_content' : null
}
