import { type Balance, balanceIn, balances, currenciesIn, type MovementKind, movementKindOf } from '#server/ledger/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { shownOf } from '#server/platform/page.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead, type Tx } from '#server/platform/tx.ts'
import { stateOf } from '#server/sellers/index.ts'
import { criteriaOf } from './criteria.ts'
import { type Entry, entryOf } from './entry.ts'
import type { Filter, Place } from './schema.ts'
import * as store from './statements-search.ts'

export type MovementPage = {
  readonly asOf: number
  readonly state: string
  readonly balance: Balance
  /** All that the seller has, in the order of pages. */
  readonly currencies: readonly string[]
  /** The types of entries that the book has, whatever was asked for. */
  readonly kinds: readonly MovementKind[]
  readonly entries: readonly Entry[]
  /** The days that were asked for, YYYY-MM-DD; an open end is null. */
  readonly from: string | null
  readonly to: string | null
  /** Versions to go on from; null at either end. */
  readonly newer: number | null
  readonly older: number | null
  /**
   * Where a search by amount or status ended before it had found a page, epoch milliseconds: rows that are older than this (in a page
   * after a number: newer) were not looked at, and `older` (or `newer`) goes on with them.
   */
  readonly reachedAt: number | null
  /** Where more lines bear the reference as their own id than were looked at: how many were, those paid last. */
  readonly newestLines: number | null
}

type Query = { readonly currency: string; readonly filter: Filter; readonly place: Place; readonly limit: number }

/**
 * A page of one currency's movements, newest first, by key: it costs the same wherever in the book it lies, and however long the
 * book is.
 * @param reach how many rows a search by amount or status looks at
 * @throws Refusal invalid_input where an amount has more digits than the currency
 */
export async function listMovements(scope: SellerScope, query: Query, reach = store.farthest): Promise<MovementPage> {
  requirePermission(scope, 'money.read')
  const { currency, filter, place, limit } = query
  // One more than is shown says whether there is a next page.
  const { newest, ...criteria } = await criteriaOf(scope, currency, filter)
  const search: store.Search = { ...criteria, place, limit: limit + 1, reach }
  const read = async (tx: Tx): Promise<MovementPage> => {
    const [state, books, kinds, range, rows, at] = await Promise.all([
      stateOf(tx, scope),
      balances(tx, scope),
      store.kindsIn(tx, scope, currency),
      store.rangeOf(tx, scope, search),
      store.entries(tx, scope, search),
      now(tx),
    ])
    const { shown, more } = shownOf(rows, limit, store.isForward(place))
    const { from, to, reachedAt } = range
    const rest = more ? null : store.restOf(range, place)
    return {
      asOf: at.getTime(),
      state,
      balance: balanceIn(books, currency),
      currencies: currenciesIn(books),
      kinds: kinds.map(movementKindOf),
      entries: shown.map(entryOf),
      from,
      to,
      ...placesBeside({ place, shown, more, rest, range }),
      reachedAt: rest === null ? null : reachedAt,
      newestLines: newest,
    }
  }
  return sellerRead(scope, read, store.noBitmap)
}

type Read = {
  readonly place: Place
  readonly shown: readonly { version: number }[]
  readonly more: boolean
  readonly rest: number | null
  readonly range: store.Range
}

/** Where the next pages begin: beside the rows that are shown, or where the search stopped looking. */
function placesBeside({ place, shown, more, rest, range: { low, high } }: Read): Pick<MovementPage, 'newer' | 'older'> {
  const [newest, oldest] = [shown[0]?.version ?? null, shown.at(-1)?.version ?? null]
  if (store.isForward(place)) return { newer: more ? newest : rest, older: oldest ?? (low > 0 ? low + 1 : null) }
  return { newer: place === null ? null : (newest ?? high), older: more ? oldest : rest }
}
