import { log } from '#server/platform/log.ts'
import { batchTx } from '#server/platform/tx.ts'
import * as store from './store-read.ts'

const day = 86_400_000

/**
 * Looks at what waits. An event that has been parked for more than a day raises an alarm: its cause was probably never sent.
 * Run by a job; the numbers are gauges.
 * @returns how many wait and the age of the oldest in milliseconds
 */
export async function watchParked(): Promise<{ count: number; oldestAge: number }> {
  const { count, oldest, now } = await batchTx((tx) => store.parkedAge(tx))
  const oldestAge = oldest === null ? 0 : now - oldest
  if (oldestAge > day) log.error({ alarm: 'events.parked', count, oldestHours: Math.floor(oldestAge / 3_600_000) }, 'parked events wait for a cause that does not come')
  return { count, oldestAge }
}
