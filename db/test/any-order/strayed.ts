import { expect } from 'vitest'
import { randomOf } from '#demo/random.ts'
import { fold } from '#server/orders/fold.ts'
import { anyDelivery } from './deliveries.ts'
import { Historian, type History } from './history.ts'
import { deliver, prepare } from './in-memory.ts'
import { outcomeOf } from './outcome.ts'

/**
 * The number of deliveries of a history whose final state differs from the contract's. For the portal's own fold the first one fails the
 * test.
 * @param by the portal's fold, or one with a planted fault
 */
export function strayed(history: History, of: Iterable<number[][]>, by: typeof fold): number {
  const { entries, sellers } = prepare(history)
  const want = JSON.stringify(outcomeOf(history))
  let wrong = 0
  for (const batches of of) {
    const got = deliver(
      batches.map((batch) => batch.map((at) => entries[at] as (typeof entries)[number])),
      sellers,
      by,
    )
    if (JSON.stringify(got) === want) continue
    wrong++
    if (by === fold) expect(got, JSON.stringify(batches)).toEqual(outcomeOf(history))
  }
  return wrong
}

/** `strayed` over `count` random deliveries: 50 of each random history. */
export function anyStrayed(seed: string, count: number, by: typeof fold): number {
  let wrong = 0
  for (let n = 0; n < count / 50; n++) {
    const history = new Historian(randomOf(seed, n), '').write(4, 10)
    wrong += strayed(
      history,
      Array.from({ length: 50 }, (_, times) => anyDelivery(history, randomOf(seed, n, times))),
      by,
    )
  }
  return wrong
}
