import { indicativeTotal, type IndicativeTotal, newestRate, type Rate } from '#server/fx/index.ts'
import { balances, type Book, total } from '#server/ledger/index.ts'
import { sellerCurrencies } from '#server/money/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { stateOf } from '#server/sellers/index.ts'
import { type Entry, entryOf } from './entry.ts'
import { type Balance, asInPages } from './read-balances.ts'
import * as store from './store.ts'

/** The first page: every currency, the newest rows, and the moment it was true (epoch milliseconds). */
export type Overview = {
  readonly asOf: number
  readonly state: string
  readonly balances: readonly Balance[]
  readonly recent: readonly Entry[]
  /** Everything in one currency, in each of those that a person may choose; none while there is no rate of the last day. */
  readonly inOne: readonly IndicativeTotal[]
}

/** Enough rows for the page to say what happened last. */
const recentRows = 8

/** Reads the overview: `state`, figures and rows are of one snapshot, so a page that holds an old state asks again for all. */
export async function readOverview(scope: SellerScope): Promise<Overview> {
  return sellerRead(scope, async (tx) => {
    const [state, books, rows, at, rate] = await Promise.all([
      stateOf(tx, scope),
      balances(tx, scope),
      store.recent(tx, scope, recentRows),
      now(tx),
      newestRate(tx, ...sellerCurrencies),
    ])
    const asOf = at.getTime()
    return { asOf, state, balances: asInPages(books), recent: rows.map(entryOf), inOne: totalsInOne(books, rate, asOf) }
  })
}

function totalsInOne(books: readonly Book[], rate: Rate | null, at: number): IndicativeTotal[] {
  const amounts = books.map((book) => ({ minor: total(book), currency: book.currency })).filter(({ minor }) => minor !== 0n)
  return sellerCurrencies.flatMap((currency) => indicativeTotal(amounts, currency, rate, at) ?? [])
}
