import { asInPages } from '#server/activity/index.ts'
import { balances } from '#server/ledger/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { stateOf } from '#server/sellers/index.ts'
import * as store from './store.ts'
import { type Ahead, aheadOf, weeksShown } from './summary.ts'

/** What the overview says of releases: the state that it is of, today in the seller's zone (YYYY-MM-DD), each currency in the order of pages. */
export type Summary = { readonly state: string; readonly today: string; readonly currencies: readonly Ahead[] }

/** Reads when the next release comes and what was released in the last weeks, a currency each. */
export async function readSummary(scope: SellerScope): Promise<Summary> {
  return sellerRead(scope, async (tx) => {
    const [state, books, today, groups, released] = await Promise.all([
      stateOf(tx, scope),
      balances(tx, scope),
      store.today(tx, scope),
      store.groups(tx, scope, null),
      store.releasedByWeek(tx, scope, weeksShown),
    ])
    return { state, today, currencies: asInPages(books).map(({ currency }) => aheadOf(currency, groups, released, today)) }
  })
}
