import { bucketCode, type MovementKind, movementKinds } from '#server/ledger/index.ts'
import { hasSiblingLines } from '#server/orders/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Wait, waiting } from '#server/releases/index.ts'
import { todayOf } from '#server/sellers/index.ts'
import type { PartGroup } from './calendar.ts'
import { type DueOn, releasedKinds } from './schema.ts'

// What a seller waits for, by day. What waits of a line and until when is the releases' room's to say.

/** What waits, added up over lines that differ in nothing but amount and order. */
export async function groups(tx: Tx, scope: SellerScope, currency: string | null): Promise<PartGroup[]> {
  return tx.sql<PartGroup[]>`
    select currency, bucket, state, "holdReason", late, day::text, sum(minor)::bigint as minor, count(*)::int as lines
    from ${waiting(tx, scope, currency)} group by 1, 2, 3, 4, 5, 6`
}

/** What waits of one line, with its order. `at` in epoch milliseconds. */
export type PartRow = Wait & {
  readonly orderId: string
  readonly lineId: string
  /** The order has other lines of this seller. */
  readonly several: boolean
  readonly minor: bigint
  readonly at: number | null
}

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
    select ${partRow(tx, scope, 'w.key')} from ${waiting(tx, scope, currency)}
    where ${on in where ? where[on as keyof typeof where] : sql`day = ${on}::date and day between today and ${last}`}
    order by minor desc, "orderId", "lineId" limit ${limit}`
}

/** The largest few parts of each kind of line: enough to name some for every reason. */
export async function largest(tx: Tx, scope: SellerScope, currency: string, few: number): Promise<PartRow[]> {
  return tx.sql<PartRow[]>`
    select ${partRow(tx, scope, 'p.key')} from (
      select *, row_number() over (
        partition by bucket, state, "holdReason", late order by minor desc, "orderId", "lineId") as place
      from ${waiting(tx, scope, currency)}
    ) as p
    where place <= ${few}
    order by minor desc, "orderId", "lineId"`
}

function partRow(tx: Tx, scope: SellerScope, key: 'w.key' | 'p.key') {
  return tx.sql`bucket, state, "holdReason", late, "orderId", "lineId", ${hasSiblingLines(tx, scope, key)} as several, minor,
    (extract(epoch from at) * 1000)::float8 as at`
}

/** What took more than was available, by its number in the book, and how many of them there are in all. `kind` is a code. */
export type DebtRow = {
  readonly version: number
  readonly kind: number
  readonly orderId: string | null
  readonly minor: bigint
  readonly at: number
  readonly count: number
}

/**
 * The refunds, charges and adjustments that a seller's debt is left of, the newest first: one after the other over the index
 * `movements_debt`, until they cover it.
 */
export async function debts(tx: Tx, scope: SellerScope, currency: string, limit: number): Promise<DebtRow[]> {
  const { sql } = tx
  const newest = sql`
    select version, kind, line, booked_at, amount from movements
    where seller_id = ${scope.sellerId} and currency = ${currency} and from_bucket = ${sql.unsafe(String(bucketCode.debt))}`
  return sql<DebtRow[]>`
    with recursive causes as (
      (select m.*, m.amount as covered from (${newest} order by version desc limit 1) as m)
      union all
      select m.*, c.covered + m.amount
      from causes as c cross join lateral (${newest} and version < c.version order by version desc limit 1) as m
      where c.covered < (select -debt from books where seller_id = ${scope.sellerId} and currency = ${currency})
    )
    select c.version, c.kind, l.order_id as "orderId", c.amount as minor, (extract(epoch from c.booked_at) * 1000)::float8 as at, c.count
    from (select *, (count(*) over ())::int as count from causes order by version desc limit ${limit}) as c
    left join lines as l on l.key = c.line
    order by c.version desc`
}

/** Today in the seller's zone, YYYY-MM-DD. */
export async function today(tx: Tx, scope: SellerScope): Promise<string> {
  const [row] = await tx.sql<[{ today: string }]>`
    select z.today::text as today from ${todayOf(tx, scope)}`
  return row.today
}

/** What became the seller's in a week; `week` is its Monday in the seller's zone, YYYY-MM-DD. Minor units. */
export type WeekRow = { readonly currency: string; readonly week: string; readonly minor: bigint }

const kindsOf = (kinds: readonly MovementKind[]) => kinds.map((kind) => movementKinds[kind].code).join(', ')

/** What makes money the seller's to use: from pending or reserve to available, or to a debt. In numbers, as the index has them. */
const released = `kind in (${kindsOf(releasedKinds)}) and from_bucket in (${bucketCode.pending}, ${bucketCode.reserve})
  and to_bucket in (${bucketCode.available}, ${bucketCode.debt})`

/**
 * What was released to a seller, margins that came back and what repaid debt included, by week of the seller's zone: this one and
 * so many before it. Over the index `movements_route`, whatever else was booked in these weeks; the first block is divided where it is
 * looked up, because row-level security keeps a division, which isn't leakproof, out of an index.
 */
export async function releasedByWeek(tx: Tx, scope: SellerScope, weeks: number): Promise<WeekRow[]> {
  const rows = await tx.sql<{ currency: string; week: string; minor: string }[]>`
    select m.currency, to_char(date_trunc('week', m.booked_at at time zone z.zone), 'YYYY-MM-DD') as week, sum(m.amount) as minor
    from (
      select time_zone as zone,
        (date_trunc('week', portal_now() at time zone time_zone) - make_interval(weeks => ${weeks - 1})) at time zone time_zone as first
      from sellers where id = ${scope.sellerId}
    ) as z
    cross join lateral (
      select currency, movements_before(seller_id, currency, z.first) / 64 as first from books where seller_id = ${scope.sellerId} offset 0
    ) as b
    cross join lateral (
      select currency, booked_at, amount from movements
      where seller_id = ${scope.sellerId} and currency = b.currency and ${tx.sql.unsafe(released)}
        and block >= b.first and booked_at >= z.first
    ) as m
    group by 1, 2`
  return rows.map((row) => ({ ...row, minor: BigInt(row.minor) }))
}
