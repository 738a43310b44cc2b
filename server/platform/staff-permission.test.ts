import { expect, test } from 'vitest'
import type { StaffRole } from './actor.ts'
import { mayStaff, type StaffPermission } from './staff-permission.ts'

const table: Record<StaffPermission, string> = {
  'work.see': 'reviewer approver treasurer auditor admin',
  'requests.read': 'reviewer approver auditor',
  'requests.decide': 'reviewer approver',
  'requests.check': 'approver',
  'identity.read': 'reviewer approver auditor',
  'identity.decide': 'reviewer approver',
}

test.each(Object.entries(table))('%s: %s and nobody else', (permission, holders) => {
  const roles: StaffRole[] = ['reviewer', 'approver', 'treasurer', 'auditor', 'admin']
  expect(roles.filter((role) => mayStaff([role], permission as StaffPermission)).join(' ')).toBe(holders)
})

test('of several roles one is enough, and none is none', () => {
  expect(mayStaff([], 'work.see')).toBe(false)
  expect(mayStaff(['treasurer', 'auditor'], 'work.see')).toBe(true)
})
