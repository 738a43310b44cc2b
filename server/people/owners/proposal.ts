import { createHash } from 'node:crypto'
import type { StaffRole } from '#server/platform/actor.ts'
import type { Proposal, StaffMember } from './store.ts'

const makers: ReadonlySet<StaffRole> = new Set(['admin', 'reviewer'])
const checkers: ReadonlySet<StaffRole> = new Set(['admin', 'approver'])

/** Whether this member of staff may propose another owner. */
export function mayPropose({ roles }: StaffMember): boolean {
  return roles.some((role) => makers.has(role))
}

/** Whether this member of staff may confirm the proposal: neither its maker nor its beneficiary. */
export function mayCarryOut({ userId, email, roles }: StaffMember, proposal: Proposal): boolean {
  return roles.some((role) => checkers.has(role)) && userId !== proposal.madeBy && email !== proposal.email
}

/** The hash that the second person repeats: the first sixteen hex digits of SHA-256 over the proposal's content. */
export function proposalHash({ id, sellerId, email, reason, madeBy }: Proposal): string {
  return createHash('sha256')
    .update(JSON.stringify([id, sellerId, email, reason, madeBy]))
    .digest('hex')
    .slice(0, 16)
}
