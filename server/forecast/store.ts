import { happened } from '#server/orders/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { protectionDaysIn } from '#server/policies/index.ts'
import type { Part } from './blocker.ts'
import type { PartGroup } from './calendar.ts'
import type { DueOn } from './schema.ts'

// What a seller waits for. The lines are the orders room's, which writes them; this room only reads.

/**
 * The open lines of a seller in one currency, or in all, a row for each bucket in which one holds something.
 *
 * `at` is when the money should come: the marketplace's newest date, else delivery and the protection period (the orders room's
 * expectedRelease), but not before a hold ends; for a margin its own date. The predicate is that of the index `lines_open`.
 */
function parts(tx: Tx, scope: SellerScope, currency: string | null) {
  return tx.sql`
    select l.currency, l.state, l.hold_reason, l.order_id, l.line_id, part.bucket, part.minor, part.at,
      (part.at at time zone z.zone)::date as day, z.today
    from (
      select time_zone as zone, (portal_now() at time zone time_zone)::date as today from sellers where id = ${scope.sellerId}
    ) as z
    cross join lines as l
    cross join lateral (
      select coalesce(l.expected_at, l.delivered_at + make_interval(hours => 24 * ${protectionDaysIn(tx)}::int)) as at
    ) as expected
    cross join lateral (
      select case when l.state & ${happened.held} > 0 and expected.at < l.hold_until then l.hold_until else expected.at end as at
    ) as due
    cross join lateral (
      values ('pending', l.pending, due.at), ('frozen', l.frozen, due.at), ('reserve', l.reserve, l.margin_until)
    ) as part (bucket, minor, at)
    where l.seller_id = ${scope.sellerId} ${currency === null ? tx.sql`` : tx.sql`and l.currency = ${currency}`}
      and l.pending + l.frozen + l.reserve > 0 and part.minor > 0`
}

/** Open parts, added up over those that differ in nothing but amount and order. */
export async function groups(tx: Tx, scope: SellerScope, currency: string | null): Promise<PartGroup[]> {
  return tx.sql<PartGroup[]>`
    select currency, bucket, state, hold_reason as "holdReason", day::text, day is not null as dated, coalesce(day < today, false) as past,
      sum(minor)::bigint as minor, count(*)::int as lines
    from (${parts(tx, scope, currency)}) as p
    group by currency, bucket, state, hold_reason, day, today`
}

/** A part of one line, with its order. `at` in epoch milliseconds. */
export type PartRow = Part & { readonly orderId: string; readonly lineId: string; readonly minor: bigint; readonly at: number | null }

/** The largest parts that are expected on a day, or outside of the days shown. @param end the last day shown, YYYY-MM-DD */
export async function partsOn(tx: Tx, scope: SellerScope, currency: string, on: DueOn, days: number, limit: number): Promise<PartRow[]> {
  const { sql } = tx
  const last = sql`today + ${days - 1}::int`
  const where = {
    past: sql`day < today`,
    later: sql`day > ${last}`,
    undated: sql`day is null`,
  }
  return sql<PartRow[]>`
    select ${partRow(tx)} from (${parts(tx, scope, currency)}) as p
    where ${on in where ? where[on as keyof typeof where] : sql`day = ${on}::date and day between today and ${last}`}
    order by minor desc, order_id, line_id limit ${limit}`
}

/** The largest few parts of each kind of line: enough to name some of every blocker. */
export async function largest(tx: Tx, scope: SellerScope, currency: string, few: number): Promise<PartRow[]> {
  return tx.sql<PartRow[]>`
    select ${partRow(tx)} from (
      select *, row_number() over (
        partition by bucket, state, hold_reason, day is null, day < today order by minor desc, order_id, line_id) as place
      from (${parts(tx, scope, currency)}) as p
    ) as p
    where place <= ${few}
    order by minor desc, order_id, line_id`
}

function partRow(tx: Tx) {
  return tx.sql`bucket, state, hold_reason as "holdReason", day is not null as dated, coalesce(day < today, false) as past,
    order_id as "orderId", line_id as "lineId", minor, (extract(epoch from at) * 1000)::float8 as at`
}

/** Refunds that nothing was left for, the newest first. */
export type DebtRow = { readonly orderId: string | null; readonly minor: bigint; readonly at: number }

/** What the seller's debt was made of, over the index `movements_debt`. */
export async function debts(tx: Tx, scope: SellerScope, currency: string, limit: number): Promise<DebtRow[]> {
  return tx.sql<DebtRow[]>`
    select l.order_id as "orderId", m.amount as minor, (extract(epoch from m.booked_at) * 1000)::float8 as at
    from movements as m left join lines as l on l.key = m.line
    where m.seller_id = ${scope.sellerId} and m.currency = ${currency} and m.from_bucket = 6
    order by m.version desc limit ${limit}`
}

/** Today in the seller's zone, YYYY-MM-DD. */
export async function today(tx: Tx, scope: SellerScope): Promise<string> {
  const [row] = await tx.sql<[{ today: string }]>`
    select ((portal_now() at time zone time_zone)::date)::text as today from sellers where id = ${scope.sellerId}`
  return row.today
}

/** What became the seller's in a week; `week` is its Monday in the seller's zone, YYYY-MM-DD. Minor units. */
export type WeekRow = { readonly currency: string; readonly week: string; readonly minor: bigint }

/**
 * What was released to a seller, margins that came back and what repaid debt included, by week of the seller's zone: this one and
 * so many before it. Over the index `movements_route`, whatever else was booked in these weeks.
 */
export async function releasedByWeek(tx: Tx, scope: SellerScope, weeks: number): Promise<WeekRow[]> {
  return tx.sql<WeekRow[]>`
    select m.currency, to_char(date_trunc('week', m.booked_at at time zone z.zone), 'YYYY-MM-DD') as week, sum(m.amount)::bigint as minor
    from (
      select time_zone as zone,
        (date_trunc('week', portal_now() at time zone time_zone) - make_interval(weeks => ${weeks - 1})) at time zone time_zone as first
      from sellers where id = ${scope.sellerId}
    ) as z
    cross join lateral (
      select currency, movements_before(seller_id, currency, z.first) as first from books where seller_id = ${scope.sellerId} offset 0
    ) as b
    cross join lateral (
      select currency, booked_at, amount from movements
      where seller_id = ${scope.sellerId} and currency = b.currency and kind in (2, 4, 9) and from_bucket in (2, 3)
        and block >= b.first / 64 and booked_at >= z.first
    ) as m
    group by 1, 2`
}
