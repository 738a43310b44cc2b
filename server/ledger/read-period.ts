import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { balancesAt } from './balances.ts'
import { type Book, bookIn } from './book.ts'
import { addsUp, type BucketPeriod, bucketPeriods, type Flow } from './period.ts'
import * as store from './statements.ts'

/** A book over a period: how it stood before and after, what moved on each route, and whether both agree. */
export type BookPeriod = {
  readonly opening: Book
  readonly closing: Book
  /** In the order of kinds. */
  readonly flows: readonly Flow[]
  readonly buckets: readonly BucketPeriod[]
  /** False where somebody changed the book by hand. */
  readonly addsUp: boolean
}

/**
 * A book between two instants by the time of booking, within a snapshot of the caller's.
 * @param from epoch milliseconds, inclusive
 * @param to epoch milliseconds, exclusive
 */
export async function readPeriod(tx: Tx, scope: SellerScope, currency: string, from: number, to: number): Promise<BookPeriod> {
  const [before, after, flows] = await Promise.all([
    balancesAt(tx, scope, from),
    balancesAt(tx, scope, to),
    store.flows(tx, scope, currency, from, to),
  ])
  const [opening, closing] = [bookIn(before, currency), bookIn(after, currency)]
  const buckets = bucketPeriods(opening, closing, flows)
  return { opening, closing, flows, buckets, addsUp: addsUp(buckets) }
}
