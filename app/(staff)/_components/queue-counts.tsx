import { TRPCError } from '@trpc/server'
import { cache } from 'react'
import { api } from '#server/api/caller.ts'
import { requireStaff } from '#server/people/index.ts'
import { mayStaff, type StaffPermission } from '#server/platform/staff-permission.ts'
import type { QueueCounts } from '#server/requests/index.ts'
import { type FrameCounts, NewQueueCounts } from './queue-badge.tsx'

/** A count; null for staff who may not read it, and where there was none to be had, since the frame stands without (the cause is logged). */
async function orNone<Count>(permission: StaffPermission, count: () => Promise<Count>): Promise<Count | null> {
  const { staff } = await requireStaff()
  if (!mayStaff(staff.roles, permission)) return null
  try {
    return await count()
  } catch (error) {
    if (error instanceof TRPCError) return null
    throw error
  }
}

/** How many release requests are undecided: one query however many parts of a page ask. */
export const requestCounts = cache((): Promise<QueueCounts | null> =>
  orNone('requests.read', async () => (await api()).staff.requests.count()),
)

/** How many identity cases wait: one query however many parts of a page ask. */
export const caseCount = cache((): Promise<number | null> =>
  orNone('identity.read', async () => (await (await api()).staff.identity.count()).open),
)

/** Both, as the frame says them. */
export async function frameCounts(): Promise<FrameCounts> {
  const [requests, cases] = await Promise.all([requestCounts(), caseCount()])
  return { requests: requests && requests.open + requests.waiting, cases }
}

/** Brings the frame's numbers up to date with the page. */
export async function QueueCount() {
  return <NewQueueCounts counts={await frameCounts()} />
}
