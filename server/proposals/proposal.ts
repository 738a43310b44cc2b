import type { Content } from './content.ts'
import type { ProposalPurpose, ProposalState } from './schema.ts'

/** Something that one member of staff proposed and another one confirms. Instants in epoch milliseconds, people by the ids of their users. */
export type Proposal = {
  readonly id: string
  readonly purpose: ProposalPurpose
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

/** What somebody does with a proposal. Who approves names the hash of the content that they have seen. */
export type Step =
  | { readonly to: 'approved'; readonly by: number; readonly hash: string }
  | { readonly to: 'declined'; readonly by: number }
  | { readonly to: 'withdrawn'; readonly by: number }
  | { readonly to: 'expired' }

export type WhyNot = 'ended' | 'expired' | 'not_expired' | 'own_proposal' | 'beneficiary' | 'not_maker' | 'other_content'

/**
 * Why a proposal can't take this step at an instant; null where it can. Open is the only state with a way on. The one who approves or
 * declines is neither the maker nor the one who gains by it; withdrawing is the maker's.
 * @param at epoch milliseconds
 */
export function transition(proposal: Proposal, step: Step, at: number): WhyNot | null {
  if (proposal.state !== 'open') return 'ended'
  const isOver = at >= proposal.expiresAt
  if (step.to === 'expired') return isOver ? null : 'not_expired'
  if (isOver) return 'expired'
  if (step.to === 'withdrawn') return step.by === proposal.maker ? null : 'not_maker'
  if (step.by === proposal.maker) return 'own_proposal'
  if (step.by === proposal.beneficiary) return 'beneficiary'
  return step.to === 'approved' && step.hash !== proposal.hash ? 'other_content' : null
}
