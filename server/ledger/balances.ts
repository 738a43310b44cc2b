import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Book } from './book.ts'
import * as store from './statements.ts'

/** A seller's books as they are now, one a currency in which something was booked. Minor units. */
export async function balances(tx: Tx, scope: SellerScope): Promise<Book[]> {
  return store.books(tx, scope)
}

/**
 * A seller's books as they stood just before an instant, by the time of booking.
 * @param before epoch milliseconds; for "the end of a day" the beginning of the next day in the zone that counts
 */
export async function balancesAt(tx: Tx, scope: SellerScope, before: number): Promise<Book[]> {
  return store.booksAt(tx, scope, before)
}
