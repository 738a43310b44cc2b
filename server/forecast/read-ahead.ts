import type { Book } from '#server/ledger/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Ahead, aheadOf, weeksShown } from './ahead.ts'
import { withCases } from './calendar.ts'
import * as store from './statements.ts'

/**
 * Reads when the next release of each currency comes and what was released in the last weeks, within the snapshot of an answer.
 * @returns today in the seller's zone (YYYY-MM-DD), and what is ahead in a book of the same snapshot
 */
export async function readAhead(tx: Tx, scope: SellerScope): Promise<{ today: string; aheadOf: (book: Book) => Ahead }> {
  const [today, groups, released] = await Promise.all([
    store.today(tx, scope),
    store.groups(tx, scope, null),
    store.releasedByWeek(tx, scope, weeksShown),
  ])
  return { today, aheadOf: (book) => aheadOf(book.currency, withCases(groups, [book]), released, today) }
}
