import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Posting, SellerPosting, StaffPosting } from './movement.ts'
import * as store from './statements.ts'

// The database has a door for each poster and lets through the kinds that are theirs (movement-kind.ts). All three write by one function,
// within the caller's transaction, and whatever the number of movements in one statement.

/**
 * Posts as the batch role: what events say, and what a bank answers. The caller has locked the sellers that it decided about.
 * @param postings in the order of booking
 * @throws a Postgres error where a book's invariant would break (23514): the decision was wrong, nothing is written
 */
export async function post(tx: Tx, postings: readonly Posting[]): Promise<void> {
  if (postings.length > 0) await store.post(tx, postings)
}

/**
 * Posts as a person of a seller, in the transaction of their verb, which names the person (app.actor_id). Locks the seller first.
 * @param scope whose books: those of the transaction and no others
 * @param postings in the order of booking
 * @throws a Postgres error where a book's invariant would break (23514), the cause was posted already (23505) or has not put in as much
 *   as it takes out (LG006), and where the person may not move the seller's money (LG005): a bug, because the verb decides all of it first
 */
export async function postBySeller(tx: Tx, { sellerId }: SellerScope, postings: readonly SellerPosting[]): Promise<void> {
  if (postings.length === 0) return
  await store.postByPerson(
    tx,
    'ledger_post_seller',
    postings.map((posting) => ({ ...posting, sellerId })),
  )
}

/**
 * Posts as a member of staff, in the books of sellers of the transaction's marketplace. Locks these sellers first, in one order.
 * @param postings in the order of booking
 * @throws a Postgres error, as `postBySeller` does
 * @internal until staff have a verb that posts
 */
export async function postByStaff(tx: Tx, postings: readonly StaffPosting[]): Promise<void> {
  if (postings.length > 0) await store.postByPerson(tx, 'ledger_post_staff', postings)
}
