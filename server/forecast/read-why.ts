import { type Balance, balanceIn, balances, currenciesIn, bookIn } from '#server/ledger/index.ts'
import { formatMinor } from '#server/money/index.ts'
import { type ReleaseTerm, releaseTerm } from '#server/orders/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { stateOf } from '#server/sellers/index.ts'
import { causesNamed, ordersNamed, type ReasonSum, reasonsOf } from './reasons.ts'
import * as store from './statements.ts'

export type Why = {
  readonly asOf: number
  readonly state: string
  /** YYYY-MM-DD in the seller's zone. */
  readonly today: string
  readonly balance: Balance
  /** All that the seller has, in the order of pages. */
  readonly currencies: readonly string[]
  /** Total − available, as a decimal string: what the reasons add up to. */
  readonly missing: string
  readonly reasons: readonly ReasonSum[]
  /** When money is released where the marketplace gives no date. */
  readonly term: ReleaseTerm
}

/** Why a currency's money is not available: every reason with its amount, the largest first, of one snapshot. */
export async function readWhy(scope: SellerScope, currency: string): Promise<Why> {
  requirePermission(scope, 'money.read')
  return sellerRead(scope, async (tx) => {
    const [state, books, today, groups, rows, debts, term, at] = await Promise.all([
      stateOf(tx, scope),
      balances(tx, scope),
      store.today(tx, scope),
      store.groups(tx, scope, currency),
      store.largest(tx, scope, currency, ordersNamed),
      store.debts(tx, scope, currency, causesNamed),
      releaseTerm(tx, scope),
      now(tx),
    ])
    const book = bookIn(books, currency)
    const balance = balanceIn([book], currency)
    const missing = book.pending + book.reserve + book.frozen + book.processing + book.debt
    return {
      asOf: at.getTime(),
      state,
      today,
      balance,
      currencies: currenciesIn(books),
      missing: formatMinor(missing, currency),
      reasons: reasonsOf({ book, groups, rows, debts }),
      term,
    }
  })
}
