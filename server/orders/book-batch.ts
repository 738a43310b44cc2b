import { post } from '#server/ledger/index.ts'
import { batchTx } from '#server/platform/tx.ts'
import { fold, type KeyedEvent, type Result } from './fold.ts'
import * as store from './store.ts'
import { write } from './store-write.ts'

/**
 * A plan is kept, also one that was made while a table was known to be empty: then reading all of it looked cheapest, and goes on when
 * twenty thousand events are parked in it. Whatever this path asks has its index.
 */
const byIndex = { enable_seqscan: 'off' } as const

/**
 * Books a batch of a marketplace's events in one transaction: locks its sellers, loads what judging needs, judges in order, writes
 * events, lines, movements and books. The guard came before: the key gate named the marketplace.
 * Sending the same batch again is always right, whatever became of the first answer.
 * @returns a result an event, in the order given
 * @throws UnknownOutcome when the answer to COMMIT was lost
 */
export async function bookBatch(marketplaceId: number, entries: readonly KeyedEvent[]): Promise<Result[]> {
  const names = [...new Set(entries.map((entry) => entry.event.sellerId))].sort()
  // A line or an id that another batch books at the same instant is a unique violation; judged again, it is simply there.
  return batchTx(
    async (tx) => {
      const sellers = await store.lockSellers(tx, marketplaceId, names)
      const facts = await store.load(tx, entries, sellers)
      const { results, writes } = fold(entries, facts)
      await Promise.all([post(tx, writes.postings), write(tx, writes)])
      return results
    },
    { retryUnique: true, planner: byIndex },
  )
}
