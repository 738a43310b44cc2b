import type { StaffRole } from '#server/platform/actor.ts'

type Purpose = { readonly makers: readonly StaffRole[]; readonly checkers: readonly StaffRole[] }

/**
 * What two people decide together: who may propose it, and who may confirm or refuse what somebody else proposed. The database's policies
 * on `proposals` are made from this table (db/schema/proposals.ts).
 */
export const purposes = {
  release_decision: { makers: ['reviewer', 'approver'], checkers: ['approver'] },
} as const satisfies Record<string, Purpose>

export type ProposalPurpose = keyof typeof purposes

export const proposalStates = ['open', 'approved', 'declined', 'expired', 'withdrawn'] as const
export type ProposalState = (typeof proposalStates)[number]
