import { log } from '#server/platform/log.ts'
import type { Writes } from './facts.ts'

/** Logs an alert for parked events that could not be booked once their cause arrived; they are rejected for good. */
export function announceRejected(writes: Writes): void {
  const rejected = writes.events.filter(({ problem }) => problem !== null)
  if (rejected.length === 0) return
  const events = rejected.slice(0, 20).map(({ entry, problem }) => ({ id: entry.event.id, problem }))
  log.error({ alarm: 'events.rejected', count: rejected.length, events }, 'parked events turned out impossible when their turn came')
}
