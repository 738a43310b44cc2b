import { type SellerRole, sellerRoles, type SellerScope } from './actor.ts'
import { Refusal } from './errors.ts'

/**
 * Who may do what in a store. A new permission is a line here; a role that is not in its line is refused.
 * Owner: everything. Manager: runs the account, not the team. Finance: reads and exports. Viewer: reads.
 */
const holders = {
  'money.read': sellerRoles,
  'file.read': sellerRoles, // what a file is for says more (server/files/schema.ts)
  'view.keep': sellerRoles, // a person's own, which nobody else sees
  'money.export': ['owner', 'manager', 'finance'],
  'money.withdraw': ['owner', 'manager'],
  'release.ask': ['owner', 'manager'],
  'account.open': ['owner'],
  'identity.read': sellerRoles, // how far it is; what was typed, its owner alone
  'identity.verify': ['owner'],
  'store.settings': ['owner', 'manager'],
  'team.manage': ['owner'],
} as const satisfies Record<string, readonly SellerRole[]>

export type Permission = keyof typeof holders

/** Whether a member with this role may. */
export function mayDo(role: SellerRole, permission: Permission): boolean {
  return (holders[permission] as readonly SellerRole[]).includes(role)
}

/**
 * The first line of every verb that a scope opens: whichever door a call came by, the role of its scope must allow it.
 * @throws Refusal not_allowed
 */
export function requirePermission(scope: SellerScope, permission: Permission): void {
  if (!mayDo(scope.role, permission)) throw new Refusal('not_allowed')
}
