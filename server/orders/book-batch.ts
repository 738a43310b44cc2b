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
 * Postgres caches plans, also one made while a table was empty, for which a sequential scan was cheapest, and keeps it when twenty thousand
 * events are parked. Every query of this path has an index.
 */
export const byIndex = { enable_seqscan: 'off' } as const

/** Most parked events that one transaction wakes, since others wait for the same seller's lock meanwhile. */
const mostWoken = 500

/**
 * Books a batch of a marketplace's events in one transaction: locks its sellers, loads what deciding needs, decides in order, writes
 * events, lines, movements and books. The key gate has authenticated the marketplace.
 * Sending the same batch again is always safe.
 * @returns a result for each event, in the order given
 * @throws UnknownOutcome when the answer to COMMIT was lost
 */
export async function bookBatch(marketplaceId: number, entries: readonly KeyedEvent[]): Promise<Booked[]> {
  try {
    return await bookWaking(marketplaceId, entries, mostWoken)
  } catch (error) {
    if (isPassing(error)) throw error
    // A parked event must not fail the batch: the job finds the one that does.
    return bookWaking(marketplaceId, entries, 0)
  }
}

async function bookWaking(marketplaceId: number, entries: readonly KeyedEvent[], most: number): Promise<Booked[]> {
  const names = [...new Set(entries.map((entry) => entry.event.sellerId))].sort()
  // A line or an id that another batch books concurrently is a unique violation; on the retry it is loaded.
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
