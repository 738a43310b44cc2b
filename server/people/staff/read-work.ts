import type { StaffRole, StaffScope } from '#server/platform/actor.ts'
import { requireStaffPermission } from '#server/platform/staff-permission.ts'
import { staffRead } from '#server/platform/tx.ts'
import { policyNow } from '#server/policies/index.ts'
import { absoluteHours } from '../sessions/session.ts'

export type Work = {
  readonly roles: readonly StaffRole[]
  /** Minutes without a call after which a session of staff ends. */
  readonly idleMinutes: number
  /** Hours after which a session ends in any case. */
  readonly sessionHours: number
}

/** The roles and session limits of a member of staff. @throws Refusal not_allowed */
export async function readWork(scope: StaffScope): Promise<Work> {
  requireStaffPermission(scope, 'work.see')
  const minutes = await staffRead(scope, (tx) => policyNow(tx, 'staff_idle_minutes'))
  return { roles: scope.roles, idleMinutes: Number(minutes), sessionHours: absoluteHours }
}
