import type { SellerRole } from '#server/platform/actor.ts'

/**
 * Who may do what in a store (brief.md K1). A new permission is a line here; a role that is not in its line is refused.
 * Owner: everything. Manager: runs the account, not the team. Finance: reads and exports. Viewer: reads.
 */
const holders = {
  'money.read': ['owner', 'manager', 'finance', 'viewer'],
  'view.keep': ['owner', 'manager', 'finance', 'viewer'], // a person's own, which nobody else sees
  'money.export': ['owner', 'manager', 'finance'],
  'money.withdraw': ['owner', 'manager'],
  'release.ask': ['owner', 'manager'],
  'account.open': ['owner'],
  'store.settings': ['owner', 'manager'],
  'team.manage': ['owner'],
} as const satisfies Record<string, readonly SellerRole[]>

export type Permission = keyof typeof holders

/** Whether a member with this role may. */
export function mayDo(role: SellerRole, permission: Permission): boolean {
  return (holders[permission] as readonly SellerRole[]).includes(role)
}
