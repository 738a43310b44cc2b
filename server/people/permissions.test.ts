import { expect, test } from 'vitest'
import { mayDo, type Permission } from './permissions.ts'

const table: Record<Permission, string> = {
  'money.read': 'owner manager finance viewer',
  'view.keep': 'owner manager finance viewer',
  'money.export': 'owner manager finance',
  'money.withdraw': 'owner manager',
  'release.ask': 'owner manager',
  'account.open': 'owner',
  'store.settings': 'owner manager',
  'team.manage': 'owner',
}

test.each(Object.entries(table))('%s: %s and nobody else', (permission, holders) => {
  const roles = ['owner', 'manager', 'finance', 'viewer'] as const
  expect(roles.filter((role) => mayDo(role, permission as Permission)).join(' ')).toBe(holders)
})
