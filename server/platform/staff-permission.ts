import type { StaffRole, StaffScope } from './actor.ts'
import { Refusal } from './errors.ts'

/**
 * What the marketplace's staff may do. A new permission is a line here; a role that is not in its line is refused. The database's
 * row-level policies are made from it (db/schema).
 * Reviewer: looks at what was asked, and decides or proposes. Approver: decides, and confirms what somebody else proposed. Treasurer: the bank.
 * Auditor: reads all and changes nothing. Admin: people and policies, no money.
 */
export const staffHolders = {
  'work.see': ['reviewer', 'approver', 'treasurer', 'auditor', 'admin'],
  'requests.read': ['reviewer', 'approver', 'auditor'],
  'requests.decide': ['reviewer', 'approver'], // above an amount they propose
  'requests.check': ['approver'],
  'identity.read': ['reviewer', 'approver', 'auditor'],
  'identity.decide': ['reviewer', 'approver'],
} as const satisfies Record<string, readonly StaffRole[]>

export type StaffPermission = keyof typeof staffHolders

/** Whether somebody with these roles may. */
export function mayStaff(roles: readonly StaffRole[], permission: StaffPermission): boolean {
  const allowed: readonly StaffRole[] = staffHolders[permission]
  return roles.some((role) => allowed.includes(role))
}

/**
 * The first line of every verb of staff: whichever door a call came by, a role of its scope must allow it.
 * @throws Refusal not_allowed
 */
export function requireStaffPermission(scope: StaffScope, permission: StaffPermission): void {
  if (!mayStaff(scope.roles, permission)) throw new Refusal('not_allowed')
}
