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

/** Parked events that are looked at in one statement, and those that are settled in one transaction: some 50 ms each. */
const [page, together] = [10_000, 500]

/**
 * Judges parked events whose cause has come without them (`due` of statements-parked.ts): what a batch left because it was too much for one
 * transaction, and what was parked in the instant in which its cause came. Each under its seller's lock, oldest first, in transactions
 * that let others between. An event that can't be settled keeps none of the others. Run by a job, and by the request that left some.
 * @param of only these sellers'
 * @param stop begins no further transaction once it is aborted
 * @returns how many are settled now
 */
export async function settleStranded(of: parkedStore.SellerNames | null = null, stop?: AbortSignal): Promise<number> {
  let all = 0
  // What is settled may be what another waited for that a transaction had no room for.
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

/** Settles these in one transaction. Where that fails, halves of them on their own, down to the one that is the reason. */
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

/** Settles one without what it would wake, which may be the reason. */
async function settleAlone(marketplaceId: number, places: readonly parkedStore.DuePlace[]): Promise<number> {
  try {
    return await settleTogether(marketplaceId, places, 0)
  } catch (error) {
    if (isPassing(error)) throw error
    // It stays parked, which is an alarm of its own after a day.
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
