import { changeIn, hasOtherCause, movementKinds } from '#server/ledger/index.ts'
import { happened } from '#server/orders/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { todayOf } from '#server/sellers/index.ts'
import type { EntryRow } from './entry.ts'
import type { EntryStatus } from './schema.ts'

// What a seller reads of movements and their orders. The rooms that own these tables write them; this one only shows them.

/** A row of `entryOf`, from movements m and their lines l. */
export const columns = `m.version, m.currency, m.kind, m.from_bucket as "fromBucket", m.to_bucket as "toBucket", m.amount,
  m.balance_after as "balanceAfter", (extract(epoch from m.booked_at) * 1000)::bigint::text as "bookedMs",
  l.order_id as "orderId", l.line_id as "lineId"`

const { withdrawal_cancelled, withdrawal_returned } = movementKinds

/**
 * The status (schema.ts) of a movement m. A sub-select, so that a search asks for it row by row and only as far as it reads. What an
 * event caused stands where its line does; anything else where the movements of its cause have left the money, which waits while more
 * of it has entered processing or frozen than left.
 */
export const statusSql = `case when ${hasOtherCause('m.kind')} then (
    select case when bool_or(w.kind in (${withdrawal_cancelled.code}, ${withdrawal_returned.code})) then 'reversed'
      when sum(${changeIn('w', 'processing', 'frozen')}) > 0
      then 'waiting' else 'settled' end
    from movements w where w.seller_id = m.seller_id and w.cause = m.cause and ${hasOtherCause('w.kind')}
  ) else (
    select case when l.state & ${happened.cancelled} > 0 or l.refunded > 0 and l.refunded = l.net then 'reversed'
      when l.pending + l.frozen + l.reserve > 0 then 'waiting' else 'settled' end
    from lines l where l.key = m.line
  ) end`

/** The newest rows over all books of a seller, newest first. */
export async function recent(tx: Tx, scope: SellerScope, limit: number): Promise<EntryRow[]> {
  return tx.sql<EntryRow[]>`
    select ${tx.sql.unsafe(columns)}
    from (select currency from books where seller_id = ${scope.sellerId}) as b
    cross join lateral (
      select * from movements where seller_id = ${scope.sellerId} and currency = b.currency order by version desc limit ${limit}
    ) as m
    left join lines l on l.key = m.line
    order by m.booked_at desc, m.currency, m.version desc limit ${limit}`
}

/** A day of the seller's zone: the instants (epoch milliseconds) between which it lies, its neighbours, and the present day there. */
export type DayBounds = {
  readonly date: string
  readonly from: number
  readonly to: number
  readonly previous: string
  readonly next: string
  readonly today: string
}

/** The bounds of a day, YYYY-MM-DD, not later than today; of yesterday where none is named. */
export async function dayBounds(tx: Tx, scope: SellerScope, date: string | null): Promise<DayBounds> {
  const [row] = await tx.sql<[DayBounds]>`
    with named as (select *, least(coalesce(${date}::date, today - 1), today) as day from ${todayOf(tx, scope)})
    select day::text as date, (day - 1)::text as previous, (day + 1)::text as next, today::text as today,
      (extract(epoch from day::timestamp at time zone zone) * 1000)::float8 as "from",
      (extract(epoch from (day + 1)::timestamp at time zone zone) * 1000)::float8 as "to"
    from named`
  return row
}

/** One movement with what its row in a list has no room for. */
export type MovementRow = EntryRow & {
  readonly status: EntryStatus
  readonly totalAfter: bigint
  readonly occurredMs: string
  readonly eventId: string | null
}

/** A movement by its number, or undefined where the book has none. */
export async function movement(tx: Tx, scope: SellerScope, currency: string, version: number): Promise<MovementRow | undefined> {
  const [row] = await tx.sql<MovementRow[]>`
    select ${tx.sql.unsafe(`${columns}, ${statusSql} as status`)}, m.total_after as "totalAfter", (extract(epoch from m.occurred_at) * 1000)::bigint::text as "occurredMs",
      e.id as "eventId"
    from movements as m left join lines as l on l.key = m.line left join events as e on e.key = m.cause
    where m.seller_id = ${scope.sellerId} and m.currency = ${currency} and m.version = ${version}`
  return row
}

/** What the keys of all lines of a movement's order begin with; null where it is of no order, or the book has none of that number. */
export async function orderOf(tx: Tx, scope: SellerScope, currency: string, version: number): Promise<string | null> {
  const [row] = await tx.sql<{ order: string | null }[]>`
    select left(line::text, 18) as order from movements
    where seller_id = ${scope.sellerId} and currency = ${currency} and version = ${version}`
  return row?.order ?? null
}

/** The lines of an order in one currency: they lie together. A planner that didn't know between which keys would read all there are. */
function orderLines(tx: Tx, scope: SellerScope, currency: string, order: string) {
  return tx.sql`
    select * from lines
    where key between ${`${order}-0000-000000000000`}::uuid and ${`${order}-ffff-ffffffffffff`}::uuid
      and seller_id = ${scope.sellerId} and currency = ${currency}`
}

/** All movements of an order in this book, the first one first. */
export async function related(tx: Tx, scope: SellerScope, currency: string, order: string): Promise<EntryRow[]> {
  return tx.sql<EntryRow[]>`
    select ${tx.sql.unsafe(columns)} from (${orderLines(tx, scope, currency, order)}) as l
    cross join lateral (select * from movements where line = l.key and seller_id = ${scope.sellerId} offset 0) as m
    order by m.version`
}

/** What the buyer paid for the order and what the marketplace kept of it, in minor units. */
export type Sale = {
  readonly gross: bigint
  readonly commission: bigint
  readonly escrow: bigint
  readonly affiliate: bigint
  readonly net: bigint
}

/** What was sold by an order: the sum over its lines in this currency. */
export async function sale(tx: Tx, scope: SellerScope, currency: string, order: string): Promise<Sale> {
  const parts = ['gross', 'commission', 'escrow', 'affiliate', 'net'] as const
  const sums = parts.map((name) => `coalesce(sum(${name}), 0) as ${name}`)
  const [row] = await tx.sql<[Record<keyof Sale, string>]>`
    select ${tx.sql.unsafe(sums.join(', '))} from (${orderLines(tx, scope, currency, order)}) as l`
  return Object.fromEntries(parts.map((name) => [name, BigInt(row[name])])) as Sale
}

/** Something that was said of a line: the event's id, code of its type, when it happened and when it was booked. */
export type Said = {
  readonly id: string
  readonly type: number
  readonly occurredMs: number
  readonly bookedMs: number
  readonly here: boolean
}

/** What happened to the line of a movement, in this order; `here` is what the movement came from. */
export async function timeline(tx: Tx, scope: SellerScope, currency: string, version: number): Promise<Said[]> {
  return tx.sql<Said[]>`
    select e.id, e.type, (extract(epoch from e.occurred_at) * 1000)::float8 as "occurredMs",
      (extract(epoch from e.booked_at) * 1000)::float8 as "bookedMs", e.key = m.cause as here
    from movements as m
    cross join lateral (select * from events where line = m.line and problem is null offset 0) as e
    where m.seller_id = ${scope.sellerId} and m.currency = ${currency} and m.version = ${version}
    order by e.occurred_at, e.type, e.id`
}
