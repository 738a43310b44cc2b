import { notFound } from 'next/navigation'
import type { StaffScope } from '#server/platform/actor.ts'
import { mayStaff } from '#server/platform/staff-permission.ts'

/** For pages of identity cases: to staff whose roles don't read them they are not there. */
export function requireReader(staff: StaffScope): void {
  if (!mayStaff(staff.roles, 'identity.read')) notFound()
}
