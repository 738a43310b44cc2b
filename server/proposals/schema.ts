import type { StaffPermission } from '#server/platform/staff-permission.ts'

type Purpose = { readonly read: StaffPermission; readonly make: StaffPermission; readonly check: StaffPermission }

/**
 * What two people decide together: which permission reads such proposals, makes one (and withdraws one's own), and confirms or refuses what
 * somebody else proposed. The database's policies on `proposals` are made from this table (db/schema/proposals.ts).
 */
export const purposes = {
  release_decision: { read: 'requests.read', make: 'requests.decide', check: 'requests.check' },
} as const satisfies Record<string, Purpose>

export type ProposalPurpose = keyof typeof purposes

export const proposalStates = ['open', 'approved', 'declined', 'expired', 'withdrawn'] as const
export type ProposalState = (typeof proposalStates)[number]
