import { expect, test } from 'vitest'
import { memberScope } from '#db/test/scopes.ts'
import { sellerRoles } from './actor.ts'
import { mayDo, type Permission, requirePermission } from './permission.ts'

const table: Record<Permission, string> = {
  'money.read': 'owner manager finance viewer',
  'file.read': 'owner manager finance viewer',
  'view.keep': 'owner manager finance viewer',
  'money.export': 'owner manager finance',
  'money.withdraw': 'owner manager',
  'release.ask': 'owner manager',
  'account.open': 'owner',
  'identity.read': 'owner manager finance viewer',
  'identity.verify': 'owner',
  'store.settings': 'owner manager',
  'team.manage': 'owner',
}

test.each(Object.entries(table))('%s: %s and nobody else', (permission, holders) => {
  const roles = sellerRoles
  expect(roles.filter((role) => mayDo(role, permission as Permission)).join(' ')).toBe(holders)
  for (const role of roles) {
    const ask = () => requirePermission(memberScope(1, role), permission as Permission)
    if (mayDo(role, permission as Permission)) expect(ask).not.toThrow()
    else expect(ask).toThrow('not_allowed')
  }
})
