import { balances } from '#server/ledger/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { stateOf } from '#server/sellers/index.ts'
import { type Entry, entryOf } from './entry.ts'
import { type Balance, inOrder } from './read-balances.ts'
import * as store from './store.ts'

/** The first page: every currency, the newest rows, and the moment it was true (epoch milliseconds). */
export type Overview = {
  readonly asOf: number
  readonly state: string
  readonly balances: readonly Balance[]
  readonly recent: readonly Entry[]
}

/** Enough rows for the page to say what happened last. */
const recentRows = 8

/** Reads the overview: `state`, figures and rows are of one snapshot, so a page that holds an old state asks again for all. */
export async function readOverview(scope: SellerScope): Promise<Overview> {
  return sellerRead(scope, async (tx) => {
    const [state, books, rows, at] = await Promise.all([
      stateOf(tx, scope),
      balances(tx, scope),
      store.recent(tx, scope, recentRows),
      now(tx),
    ])
    return { asOf: at.getTime(), state, balances: inOrder(books), recent: rows.map(entryOf) }
  })
}
