import { post } from '#server/ledger/index.ts'
import { isPassing } from '#server/platform/errors.ts'
import { batchTx } from '#server/platform/tx.ts'
import { announceRejected } from './announce-rejected.ts'
import type { KeyedEvent, Result } from './facts.ts'
import { fold } from './fold.ts'
import * as store from './statements.ts'
import { write } from './statements-write.ts'
import { causesIn } from './waiting.ts'

/** `left`: more events wait for this one than its transaction woke; they are due now (settle-stranded.ts). */
export type Booked = Result & { readonly left?: boolean }

/**
 * A plan is kept, also one that was made while a table was known to be empty: then reading all of it looked cheapest, and goes on when
 * twenty thousand events are parked in it. Whatever this path asks has its index.
 */
export const byIndex = { enable_seqscan: 'off' } as const

/** Parked events that one transaction wakes: others who want the same seller wait for so long. */
const mostWoken = 500

/**
 * Books a batch of a marketplace's events in one transaction: locks its sellers, loads what judging needs, judges in order, writes
 * events, lines, movements and books. The guard came before: the key gate named the marketplace.
 * Sending the same batch again is always right, whatever became of the first answer.
 * @returns a result an event, in the order given
 * @throws UnknownOutcome when the answer to COMMIT was lost
 */
export async function bookBatch(marketplaceId: number, entries: readonly KeyedEvent[]): Promise<Booked[]> {
  try {
    return await bookWaking(marketplaceId, entries, mostWoken)
  } catch (error) {
    if (isPassing(error)) throw error
    // No event that was parked before may be the reason: the job finds which it is.
    return bookWaking(marketplaceId, entries, 0)
  }
}

async function bookWaking(marketplaceId: number, entries: readonly KeyedEvent[], most: number): Promise<Booked[]> {
  const names = [...new Set(entries.map((entry) => entry.event.sellerId))].sort()
  // A line or an id that another batch books at the same instant is a unique violation; judged again, it is simply there.
  const { results, writes, more } = await batchTx(
    async (tx) => {
      const sellers = await store.lockSellers(tx, marketplaceId, names)
      const { facts, more } = await store.load(tx, entries, sellers, { due: [], mostWoken: most })
      const folded = fold(entries, facts)
      await Promise.all([post(tx, folded.writes.postings), write(tx, marketplaceId, folded.writes)])
      return { ...folded, more }
    },
    { retryUnique: true, planner: byIndex },
  )
  announceRejected(writes)
  if (!more) return results
  return results.map((result, at) => ({ ...result, left: causesIn((entries[at] as KeyedEvent).event).length > 0 }))
}
