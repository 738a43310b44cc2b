import { TRPCError } from '@trpc/server'
import { cache } from 'react'
import { api } from '#server/api/caller.ts'
import { requireStaff } from '#server/people/index.ts'
import { mayStaff } from '#server/platform/staff-permission.ts'
import type { QueueCounts } from '#server/requests/index.ts'
import { NewQueueCount } from './queue-badge.tsx'

/**
 * How many release requests are undecided: one query however many parts of a page ask. Null for staff who don't read them, and where they
 * could not be counted, since the frame stands without (the cause is logged).
 */
export const queueCounts = cache(async (): Promise<QueueCounts | null> => {
  const { staff } = await requireStaff()
  if (!mayStaff(staff.roles, 'requests.read')) return null
  try {
    return await (await api()).staff.requests.count()
  } catch (error) {
    if (error instanceof TRPCError) return null
    throw error
  }
})

/** Both kinds together, as the frame says it. */
export function sumOf(counts: QueueCounts | null): number | null {
  return counts && counts.open + counts.waiting
}

/** Brings the frame's number up to date with the page. */
export async function QueueCount() {
  return <NewQueueCount count={sumOf(await queueCounts())} />
}
