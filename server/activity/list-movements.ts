import { balances, type Bucket, bucketCode } from '#server/ledger/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { stateOf } from '#server/sellers/index.ts'
import { type Entry, entryOf } from './entry.ts'
import { type Balance, inOrder } from './read-balances.ts'
import * as store from './store.ts'

export type MovementPage = {
  readonly asOf: number
  readonly state: string
  readonly balance: Balance
  readonly entries: readonly Entry[]
  /** Versions to go on from; null at either end. */
  readonly newer: number | null
  readonly older: number | null
}

/**
 * A page of one currency's movements, newest first, by key: it costs the same wherever in the book it lies.
 * @param query.bucket only rows that touch it
 * @param query.place before or after a version of the book; null for the newest
 */
export async function listMovements(
  scope: SellerScope,
  query: { readonly currency: string; readonly bucket: Bucket | null; readonly place: store.Place; readonly limit: number },
): Promise<MovementPage> {
  const { currency, place, limit } = query
  const bucket = query.bucket === null ? null : bucketCode[query.bucket]
  return sellerRead(scope, async (tx) => {
    const [state, books, rows, at] = await Promise.all([
      stateOf(tx, scope),
      balances(tx, scope),
      // One more than is shown says whether there is a next page.
      store.entries(tx, scope, { currency, bucket, place, limit: limit + 1 }),
      now(tx),
    ])
    const forward = place !== null && 'after' in place
    const more = rows.length > limit
    const shown = forward ? rows.slice(more ? 1 : 0) : rows.slice(0, limit)
    const balance = inOrder(books, currency).find((one) => one.currency === currency)
    if (!balance) throw new Error(`no balance of ${currency}`)
    return {
      asOf: at.getTime(),
      state,
      balance,
      entries: shown.map(entryOf),
      newer: (forward ? more : place !== null) ? (shown[0]?.version ?? null) : null,
      older: (forward ? shown.length > 0 : more) ? (shown.at(-1)?.version ?? null) : null,
    }
  })
}
