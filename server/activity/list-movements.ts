import { balances } from '#server/ledger/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { sellerRead, type Tx } from '#server/platform/tx.ts'
import { stateOf } from '#server/sellers/index.ts'
import { criteriaOf } from './criteria.ts'
import { type Entry, entryOf } from './entry.ts'
import { type Balance, balanceIn } from './read-balances.ts'
import type { Filter, Place } from './schema.ts'
import * as store from './store-search.ts'

export type MovementPage = {
  readonly asOf: number
  readonly state: string
  readonly balance: Balance
  readonly entries: readonly Entry[]
  /** The days that were asked for, YYYY-MM-DD; an open end is null. */
  readonly from: string | null
  readonly to: string | null
  /** Versions to go on from; null at either end. */
  readonly newer: number | null
  readonly older: number | null
  /** Where a search by amount or status ended before it had found a page: rows older than this (epoch milliseconds) were not looked at. */
  readonly reachedAt: number | null
  /** Where more lines bear the reference as their own id than were looked at: how many were, those paid last. */
  readonly newestLines: number | null
}

type Query = { readonly currency: string; readonly filter: Filter; readonly place: Place; readonly limit: number }

/**
 * A page of one currency's movements, newest first, by key: it costs the same wherever in the book it lies, and however long the
 * book is.
 * @throws Refusal invalid_input where an amount has more digits than the currency
 */
export async function listMovements(scope: SellerScope, { currency, filter, place, limit }: Query): Promise<MovementPage> {
  // One more than is shown says whether there is a next page.
  const { newest, ...criteria } = await criteriaOf(scope, currency, filter)
  const search: store.Search = { ...criteria, place, limit: limit + 1 }
  const read = async (tx: Tx): Promise<MovementPage> => {
    const [state, books, range, rows, at] = await Promise.all([
      stateOf(tx, scope),
      balances(tx, scope),
      store.rangeOf(tx, scope, search),
      store.entries(tx, scope, search),
      now(tx),
    ])
    const more = rows.length > limit
    const shown = store.isForward(place) ? rows.slice(more ? 1 : 0) : rows.slice(0, limit)
    const { from, to, reachedAt, reachedLow, low } = range
    return {
      asOf: at.getTime(),
      state,
      balance: balanceIn(books, currency),
      entries: shown.map(entryOf),
      from,
      to,
      ...ways(place, shown, more, range),
      reachedAt: !store.isForward(place) && !more && reachedLow > low ? reachedAt : null,
      newestLines: newest,
    }
  }
  return sellerRead(scope, read, store.inOrder)
}

/** Where the next pages begin: beside the rows that are shown, or where the search stopped looking. */
function ways(
  place: Place,
  shown: readonly { version: number }[],
  more: boolean,
  range: store.Range,
): Pick<MovementPage, 'newer' | 'older'> {
  const [newest, oldest] = [shown[0]?.version ?? null, shown.at(-1)?.version ?? null]
  const { low, high, reachedLow, reachedHigh } = range
  if (store.isForward(place))
    return { newer: more ? newest : reachedHigh < high ? reachedHigh : null, older: oldest ?? (low > 0 ? low + 1 : null) }
  return { newer: place === null ? null : (newest ?? high), older: more ? oldest : reachedLow > low ? reachedLow + 1 : null }
}
