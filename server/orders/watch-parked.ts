import { log } from '#server/platform/log.ts'
import { gauge } from '#server/platform/metrics.ts'
import { batchTx } from '#server/platform/tx.ts'
import * as store from './statements-read.ts'

const day = 86_400_000

/** Lets Prometheus see what waits, whether or not jobs run in this process. */
export function gaugeParked(): void {
  const age = () => batchTx((tx) => store.parkedAge(tx))
  gauge({ name: 'portal_parked_events', help: 'Events that wait for their cause', read: async () => (await age()).count })
  gauge({
    name: 'portal_parked_events_oldest_seconds',
    help: 'How long the oldest of them has waited; above a day is an alarm',
    read: async () => age().then(({ oldest, now }) => (oldest === null ? 0 : (now - oldest) / 1000)),
  })
}

/**
 * Looks at what waits. An event that has been parked for more than a day raises an alarm: its cause was probably never sent.
 * Run by a job.
 * @returns how many wait and the age of the oldest in milliseconds
 */
export async function watchParked(): Promise<{ count: number; oldestAge: number }> {
  const { count, oldest, now } = await batchTx((tx) => store.parkedAge(tx))
  const oldestAge = oldest === null ? 0 : now - oldest
  if (oldestAge > day)
    log.error(
      { alarm: 'events.parked', count, oldestHours: Math.floor(oldestAge / 3_600_000) },
      'parked events wait for a cause that does not come',
    )
  return { count, oldestAge }
}
