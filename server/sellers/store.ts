import type { MemberScope, SellerScope } from '#server/platform/actor.ts'
import type { Locale } from '#server/platform/locale.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Consent } from './terms.ts'

export type SellerRow = { readonly name: string; readonly marketplace: string; readonly opened: boolean; readonly closed: boolean }

/** A store with the name of its marketplace. */
export async function seller(tx: Tx, scope: SellerScope): Promise<SellerRow> {
  const [row] = await tx.sql<[SellerRow]>`
    select coalesce(s.name, s.external_id) as name, m.name as marketplace, s.opened_at is not null as opened, s.closed
    from sellers s join marketplaces m on m.id = s.marketplace_id where s.id = ${scope.sellerId}`
  return row
}

type Locked = Pick<SellerRow, 'opened' | 'closed'> & { readonly timeZone: string }

/** The same, locked until the transaction ends: of two who change it at once, the second waits and sees it done. */
export async function lockSeller(tx: Tx, scope: SellerScope): Promise<Locked> {
  const [row] = await tx.sql<[Locked]>`
    select opened_at is not null as opened, closed, time_zone as "timeZone" from sellers where id = ${scope.sellerId} for no key update`
  return row
}

/** The zone of a store's days, as its own people chose it. */
export async function updateTimeZone(tx: Tx, scope: SellerScope, zone: string): Promise<void> {
  await tx.sql`update sellers set time_zone = ${zone}, time_zone_chosen = true where id = ${scope.sellerId}`
}

/** The terms that were accepted for a store, and by whom, also where that person has left. */
export async function consents(tx: Tx, scope: SellerScope): Promise<Consent[]> {
  return tx.sql<Consent[]>`
    select t.version, t.locale, t.accepted_at as at, p.name as by from terms_acceptances t join store_people() p using (user_id)
    where t.seller_id = ${scope.sellerId} order by t.accepted_at desc, t.version desc`
}

/** Writes down who accepted which terms, in which words. */
export async function acceptTerms(tx: Tx, scope: MemberScope, version: string, locale: Locale, hash: Buffer): Promise<void> {
  await tx.sql`
    insert into terms_acceptances (seller_id, user_id, version, locale, text_hash)
    values (${scope.sellerId}, ${scope.userId}, ${version}, ${locale}, ${hash})`
}

/** Marks the account as open, and tells the open pages of the store. */
export async function markOpened(tx: Tx, scope: SellerScope): Promise<void> {
  await tx.sql`update sellers set opened_at = portal_now() where id = ${scope.sellerId}`
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
