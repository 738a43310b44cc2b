import { type Balance, type Book, balanceIn, balances, bookIn, currenciesIn } from '#server/ledger/index.ts'
import { formatMinor } from '#server/money/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { stateOf } from '#server/sellers/index.ts'
import { type Expected, frozenByCases, type Outlook, outlookOf, type PartGroup, withCases } from './calendar.ts'
import { type OrderPart, orderPartOf } from './order-part.ts'
import type { DueOn, Horizon } from './schema.ts'
import * as store from './statements.ts'

export type Calendar = Outlook & {
  readonly asOf: number
  readonly state: string
  /** YYYY-MM-DD in the seller's zone. */
  readonly today: string
  readonly balance: Balance
  /** All that the seller has, in the order of pages. */
  readonly currencies: readonly string[]
  /** Pending + frozen + reserve: what past, days, later and undated add up to. */
  readonly waiting: string
  /** The orders of the day that was asked for, the largest first; null where none was. */
  readonly chosen: Chosen | null
}

/** What is expected on a day that was asked for. `cases`: what cases froze of it, a decimal string, which no order names; null for nothing. */
export type Chosen = {
  readonly on: DueOn
  readonly expected: Expected
  readonly orders: readonly OrderPart[]
  readonly cases: string | null
}

/** As many orders of a day as a page shows; the rest are counted. */
const ordersShown = 50

/**
 * When the money that a seller waits for is expected, by day of the seller's zone. Everything asked for is of one snapshot, so
 * past + days + later + undated are the pending, frozen and reserve of `balance`, to the cent.
 * @param query.horizon days ahead, today included
 * @param query.on a day whose orders are wanted too
 */
export async function readCalendar(
  scope: SellerScope,
  query: { readonly currency: string; readonly horizon: Horizon; readonly on: DueOn | null },
): Promise<Calendar> {
  requirePermission(scope, 'money.read')
  const { currency, horizon, on } = query
  return sellerRead(scope, async (tx) => {
    const [state, books, today, groups, rows, at] = await Promise.all([
      stateOf(tx, scope),
      balances(tx, scope),
      store.today(tx, scope),
      store.groups(tx, scope, currency),
      on === null ? [] : store.partsOn(tx, scope, currency, on, horizon, ordersShown),
      now(tx),
    ])
    const balance = balanceIn(books, currency)
    const book = bookIn(books, currency)
    const outlook = outlookOf(withCases(groups, [book]), currency, today, horizon)
    const expected = on === null ? undefined : expectedOn(on, outlook)
    return {
      ...outlook,
      asOf: at.getTime(),
      state,
      today,
      balance,
      currencies: currenciesIn(books),
      waiting: formatMinor(book.pending + book.frozen + book.reserve, currency),
      chosen:
        on !== null && expected
          ? { on, expected, orders: rows.map((row) => orderPartOf(row, currency)), cases: on === 'undated' ? casesOf(book, groups) : null }
          : null,
    }
  })
}

function casesOf(book: Book, groups: readonly PartGroup[]): string | null {
  const minor = frozenByCases(book, groups)
  return minor > 0n ? formatMinor(minor, book.currency) : null
}

/** What is expected then; of a day that isn't shown (an old link), nothing. */
function expectedOn(on: DueOn, outlook: Outlook): Expected | undefined {
  if (on === 'past' || on === 'later' || on === 'undated') return outlook[on]
  return outlook.days.find(({ day }) => day === on)
}
