import { post } from '#server/ledger/index.ts'
import { isPassing } from '#server/platform/errors.ts'
import { errorFields, log } from '#server/platform/log.ts'
import { batchTx } from '#server/platform/tx.ts'
import { announceRejected } from './announce-rejected.ts'
import { byIndex } from './book-batch.ts'
import { fold } from './fold.ts'
import * as store from './statements.ts'
import * as parkedStore from './statements-parked.ts'
import { write } from './statements-write.ts'

/** Parked events that one statement reads, and that one transaction settles: about 50 ms each. */
const [page, together] = [10_000, 500]

/**
 * Decides parked events whose cause was booked without them (`due` of statements-parked.ts): those beyond what one transaction wakes, and
 * those parked concurrently with their cause. Under their seller's lock, oldest first, in several transactions so that others can run
 * in between. An event that can't be settled does not stop the others. Run by a job, and by the request that left some.
 * @param of only these sellers'
 * @param stop begins no further transaction once it is aborted
 * @returns how many were settled
 */
export async function settleStranded(of: parkedStore.SellerNames | null = null, stop?: AbortSignal): Promise<number> {
  let all = 0
  // A settled event may be the cause of others beyond the limit of its transaction.
  for (let settled = -1; settled !== 0 && !stop?.aborted;) {
    settled = 0
    for (let after: string | null = null, ended = false; !ended;) {
      const { due, last }: parkedStore.DuePage = await batchTx((tx) => parkedStore.due(tx, of, after, page))
      for (const marketplaceId of new Set(due.map((one) => one.marketplaceId)))
        settled += await settleDue(
          marketplaceId,
          due.filter((one) => one.marketplaceId === marketplaceId),
          stop,
        )
      ended = last === null
      after = last
    }
    all += settled
  }
  return all
}

async function settleDue(marketplaceId: number, due: readonly parkedStore.Due[], stop?: AbortSignal): Promise<number> {
  let settled = 0
  for (let after: parkedStore.DuePlace | null = null, ended = false; !ended && !stop?.aborted;) {
    const places: parkedStore.DuePlace[] = await batchTx((tx) => parkedStore.placesOf(tx, due, after, together))
    settled += await settleEach(marketplaceId, places)
    ended = places.length < together
    after = places.at(-1) ?? null
  }
  return settled
}

/** Settles these in one transaction. If that fails, settles halves, down to the event that causes the failure. */
async function settleEach(marketplaceId: number, places: readonly parkedStore.DuePlace[]): Promise<number> {
  if (places.length === 0) return 0
  try {
    return await settleTogether(marketplaceId, places, together)
  } catch (error) {
    if (isPassing(error)) throw error
    if (places.length === 1) return settleAlone(marketplaceId, places)
    const half = places.length >> 1
    return (await settleEach(marketplaceId, places.slice(0, half))) + (await settleEach(marketplaceId, places.slice(half)))
  }
}

/** Settles one without the events that it would wake, since one of them may cause the failure. */
async function settleAlone(marketplaceId: number, places: readonly parkedStore.DuePlace[]): Promise<number> {
  try {
    return await settleTogether(marketplaceId, places, 0)
  } catch (error) {
    if (isPassing(error)) throw error
    // It stays parked, which raises an alert after a day.
    log.error({ alarm: 'events.stranded', event: places[0]?.id, ...errorFields(error) }, 'a parked event could not be settled')
    return 0
  }
}

async function settleTogether(marketplaceId: number, places: readonly parkedStore.DuePlace[], mostWoken: number): Promise<number> {
  const keys = places.map(({ key }) => parkedStore.hex(key))
  const names = [...new Set(places.map(({ seller }) => seller))].sort()
  const writes = await batchTx(
    async (tx) => {
      const sellers = await store.lockSellers(tx, marketplaceId, names)
      const due = await parkedStore.byKey(tx, keys)
      const { facts } = await store.load(tx, [], sellers, { due, mostWoken })
      const entries = due.map(({ entry }) => entry)
      const folded = fold([], facts, entries)
      await Promise.all([post(tx, folded.writes.postings), write(tx, marketplaceId, folded.writes)])
      return folded.writes
    },
    { retryUnique: true, planner: byIndex },
  )
  announceRejected(writes)
  return writes.unparked.length
}
