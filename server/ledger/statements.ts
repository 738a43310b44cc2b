import type { SellerScope } from '#server/platform/actor.ts'
import { plainArray } from '#server/platform/pg-array.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Book, bucketCode, sellerBuckets } from './book.ts'
import { type Posting, type RouteRow, routeOf, type StaffPosting } from './movement.ts'
import { movementKinds } from './movement-kind.ts'
import type { Flow } from './period.ts'
import { changeIn } from './statements-kinds.ts'

/** Hands movements to the batch's door. */
export async function post(tx: Tx, p: readonly Posting[]): Promise<void> {
  await tx.sql`
    select ledger_post(
      ${plainArray(p.map((move) => move.sellerId))}::int[], ${plainArray(p.map((move) => move.currency))}::bpchar[],
      ${plainArray(p.map((move) => movementKinds[move.kind].code))}::smallint[],
      ${plainArray(p.map((move) => bucketCode[move.from]))}::smallint[],
      ${plainArray(p.map((move) => bucketCode[move.to]))}::smallint[],
      ${plainArray(p.map((move) => move.amount))}::bigint[], ${plainArray(p.map((move) => move.occurredAt))}::float8[],
      ${plainArray(p.map((move) => move.cause))}::uuid[], ${plainArray(p.map((move) => move.line))}::uuid[])`
}

/** Hands movements to a door for people, who post what happens now and is of no line. */
export async function postByPerson(
  tx: Tx,
  door: 'ledger_post_seller' | 'ledger_post_staff',
  p: readonly (Omit<StaffPosting, 'kind'> & Pick<Posting, 'kind'>)[],
): Promise<void> {
  await tx.sql`
    select ${tx.sql.unsafe(door)}(
      ${plainArray(p.map((move) => move.sellerId))}::int[], ${plainArray(p.map((move) => move.currency))}::bpchar[],
      ${plainArray(p.map((move) => movementKinds[move.kind].code))}::smallint[],
      ${plainArray(p.map((move) => bucketCode[move.from]))}::smallint[], ${plainArray(p.map((move) => bucketCode[move.to]))}::smallint[],
      ${plainArray(p.map((move) => move.amount))}::bigint[], ${plainArray(p.map((move) => move.cause))}::uuid[])`
}

/** The books of sellers whose rows the caller has locked. */
export async function booksOf(tx: Tx, sellerIds: readonly number[]): Promise<(Book & { sellerId: number })[]> {
  return tx.sql<(Book & { sellerId: number })[]>`
    select b.* from unnest(${plainArray(sellerIds)}::int[]) as k (id)
    cross join lateral (
      select seller_id as "sellerId", currency, available, pending, reserve, frozen, processing, debt
      from books where seller_id = k.id offset 0
    ) as b`
}

/** A seller's books, as they are now. */
export async function books(tx: Tx, scope: SellerScope): Promise<Book[]> {
  return tx.sql<Book[]>`
    select currency, available, pending, reserve, frozen, processing, debt
    from books where seller_id = ${scope.sellerId} order by currency`
}

/**
 * A seller's books as they stood at an instant (exclusive): the book at the beginning of that UTC day, and the movements
 * since. Reads one day's movements at most.
 * @param before epoch milliseconds
 */
export async function booksAt(tx: Tx, scope: SellerScope, before: number): Promise<Book[]> {
  return tx.sql<Book[]>`
    select k.currency, d.available + f.available as available, d.pending + f.pending as pending,
      d.reserve + f.reserve as reserve, d.frozen + f.frozen as frozen, d.processing + f.processing as processing,
      d.debt + f.debt as debt
    from (select currency from books where seller_id = ${scope.sellerId}) as k
    cross join lateral (
      select * from book_days
      where seller_id = ${scope.sellerId} and currency = k.currency
        and day <= (to_timestamp(${before}::float8 / 1000) at time zone 'UTC')::date
      order by day desc limit 1
    ) as d
    cross join lateral (
      select ${folded(tx)}
      from movements
      where seller_id = ${scope.sellerId} and currency = k.currency and version > d.version
        and version <= (select coalesce((
          select n.version from book_days as n
          where n.seller_id = ${scope.sellerId} and n.currency = k.currency and n.day > d.day order by n.day limit 1), 2147483647))
        and booked_at < to_timestamp(${before}::float8 / 1000)
    ) as f
    order by k.currency`
}

/** What moved in a book between two instants (epoch milliseconds), by route, in the order of kinds. */
export async function flows(tx: Tx, scope: SellerScope, currency: string, from: number, to: number): Promise<Flow[]> {
  // What went round in a book is not bounded by what is in it, so this sum has no width.
  const rows = await tx.sql<(RouteRow & { count: number; sum: string })[]>`
    select kind, from_bucket as "fromBucket", to_bucket as "toBucket", count(*)::int as count, sum(amount) as sum
    from movements
    where seller_id = ${scope.sellerId} and currency = ${currency}
      and version > (select movements_before(${scope.sellerId}, ${currency}, to_timestamp(${from}::float8 / 1000)))
      and version <= (select movements_before(${scope.sellerId}, ${currency}, to_timestamp(${to}::float8 / 1000)))
    group by kind, from_bucket, to_bucket order by kind, from_bucket`
  return rows.map((row) => ({ ...routeOf(row), count: row.count, sum: BigInt(row.sum) }))
}

/** What a set of movements does to each of the seller's buckets. */
export function folded(tx: Tx) {
  const sums = sellerBuckets.map((bucket) => `coalesce(sum(${changeIn('movements', bucket)}), 0)::bigint as ${bucket}`)
  return tx.sql.unsafe(sums.join(', '))
}
