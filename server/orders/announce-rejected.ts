import { log } from '#server/platform/log.ts'
import type { Writes } from './facts.ts'

/** Raises an alarm for parked events that turned out impossible when their turn came: they are rejected for good. */
export function announceRejected(writes: Writes): void {
  const rejected = writes.events.filter(({ problem }) => problem !== null)
  if (rejected.length === 0) return
  const events = rejected.slice(0, 20).map(({ entry, problem }) => ({ id: entry.event.id, problem }))
  log.error({ alarm: 'events.rejected', count: rejected.length, events }, 'parked events turned out impossible when their turn came')
}
