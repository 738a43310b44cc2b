import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Consent } from './terms.ts'

/** The terms that were accepted for a store, and by whom, also where that person has left. */
export async function consents(tx: Tx, scope: SellerScope): Promise<Consent[]> {
  return tx.sql<Consent[]>`
    select t.version, t.locale, t.accepted_at as at, p.name as by from terms_acceptances t join store_people() p using (user_id)
    where t.seller_id = ${scope.sellerId} order by t.accepted_at desc, t.version desc`
}

/** Tells the open pages of a store that it has changed. */
export async function notifyStore(tx: Tx, scope: SellerScope): Promise<void> {
  await tx.sql`select pg_notify('books', ${String(scope.sellerId)})`
}

/**
 * One word that changes whenever a page of this seller does: the seller's day, the state of the account, how often something moved no
 * money (`news`, told by the orders' room), and the version of each book. It holds no amount.
 */
export async function stateOf(tx: Tx, scope: SellerScope): Promise<string> {
  const [row] = await tx.sql<[{ state: string }]>`
    select concat_ws(' ', (portal_now() at time zone time_zone)::date, case when opened_at is null then 'unopened' when closed then 'closed' else 'open' end, news,
      (select string_agg(currency || version, ' ' order by currency) from books where seller_id = ${scope.sellerId})) as state
    from sellers where id = ${scope.sellerId}`
  return row.state
}

/** A part of a statement: the seller's zone, and today there, as `z`. */
export function todayOf(tx: Tx, scope: SellerScope) {
  return tx.sql`(
    select time_zone as zone, (portal_now() at time zone time_zone)::date as today from sellers where id = ${scope.sellerId}) as z`
}
