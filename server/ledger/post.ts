import type { Tx } from '#server/platform/tx.ts'
import type { Posting } from './movement.ts'
import * as store from './store.ts'

/**
 * Posts movements and the change of their books, whatever their number, in one statement of the caller's transaction.
 * The caller has locked the sellers that it decided about.
 * @param postings in the order of booking
 * @throws a Postgres error where a book's invariant would break (23514): the decision was wrong, nothing is written
 */
export async function post(tx: Tx, postings: readonly Posting[]): Promise<void> {
  if (postings.length > 0) await store.post(tx, postings)
}
