import { type Entry, entryOf, recent } from '#server/activity/index.ts'
import { type Ahead, readAhead } from '#server/forecast/index.ts'
import { indicativeTotal, type IndicativeTotal, newestRate, type Rate } from '#server/fx/index.ts'
import { asInPages, type Balance, balances, type Book, bookIn, total } from '#server/ledger/index.ts'
import { sellerCurrencies } from '#server/money/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { stateOf } from '#server/sellers/index.ts'

/** The first page, and the moment it was true (epoch milliseconds; `today` YYYY-MM-DD in the seller's zone). */
export type Overview = {
  readonly asOf: number
  readonly state: string
  readonly today: string
  /** Every currency, in the order of pages: what there is, what comes next, and what was released in the last weeks. */
  readonly balances: readonly (Balance & { readonly ahead: Ahead })[]
  /** The newest rows of all currencies. */
  readonly recent: readonly Entry[]
  /** Everything in one currency, in each of those that a person may choose; none while there is no rate of the last day. */
  readonly inOne: readonly IndicativeTotal[]
}

/** Enough rows for the page to say what happened last. */
const recentRows = 8

/** Reads the overview: `state`, figures and rows are of one snapshot, so a page that holds an old state asks again for all. */
export async function readOverview(scope: SellerScope): Promise<Overview> {
  requirePermission(scope, 'money.read')
  return sellerRead(scope, async (tx) => {
    const [state, books, { today, aheadOf }, rows, at, rate] = await Promise.all([
      stateOf(tx, scope),
      balances(tx, scope),
      readAhead(tx, scope),
      recent(tx, scope, recentRows),
      now(tx),
      newestRate(tx, ...sellerCurrencies),
    ])
    const asOf = at.getTime()
    const inPages = asInPages(books).map((balance) => ({ ...balance, ahead: aheadOf(bookIn(books, balance.currency)) }))
    return { asOf, state, today, balances: inPages, recent: rows.map(entryOf), inOne: totalsInOne(books, rate, asOf) }
  })
}

function totalsInOne(books: readonly Book[], rate: Rate | null, at: number): IndicativeTotal[] {
  const amounts = books.map((book) => ({ minor: total(book), currency: book.currency })).filter(({ minor }) => minor !== 0n)
  return sellerCurrencies.flatMap((currency) => indicativeTotal(amounts, currency, rate, at) ?? [])
}
