import { post } from '#server/ledger/index.ts'
import { batchTx } from '#server/platform/tx.ts'
import { fold, placesOf } from './fold.ts'
import * as store from './store.ts'
import { write } from './store-write.ts'

/**
 * Judges parked events anew whose cause has come without them (see `strandedEvents`). Run by a job.
 * @returns how many are settled now
 */
export async function settleStranded(): Promise<number> {
  const stranded = await batchTx((tx) => store.strandedEvents(tx, 500))
  let settled = 0
  for (const { marketplaceId, ...entry } of stranded) {
    settled += await batchTx(async (tx) => {
      const sellers = await store.lockSellers(tx, marketplaceId, [entry.event.sellerId])
      const facts = await store.load(tx, [entry], sellers)
      const { writes } = fold([], facts, placesOf(entry))
      await Promise.all([post(tx, writes.postings), write(tx, writes)])
      return writes.unparked.length
    })
  }
  return settled
}
