import { type LineReference } from '#server/orders/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { plainArray } from '#server/platform/pg-array.ts'
import type { Tx } from '#server/platform/tx.ts'
import { todayOf } from '#server/sellers/index.ts'
import type { Route } from './criteria.ts'
import type { EntryRow } from './entry.ts'
import type { EntryStatus, Filter, Place, Preset } from './schema.ts'
import { columns, statusSql } from './statements.ts'

/** Which rows of a book to read, and from where. */
export type Search = {
  readonly currency: string
  readonly period: Filter['period']
  /** null: any route. */
  readonly routes: readonly Route[] | null
  readonly least: bigint | null
  readonly most: bigint | null
  /** null: any status. */
  readonly status: EntryStatus | null
  /** null: any line. */
  readonly lines: readonly LineReference[] | null
  readonly place: Place
  readonly limit: number
  /** How many rows are looked at where no index leads: as many as `farthest` unless it is said. */
  readonly reach?: number
}

/**
 * No index knows amounts, which would cost each movement as much again as all its others, nor where the line of an old movement
 * stands today. So a page by amount or status looks at this many rows, says how far it came, and goes on from there when asked:
 * its cost is the same in every book.
 */
export const farthest = 20_000

/** What a reading covers: numbers above `low` up to `high`; `from` and `to` are the first and the last day, YYYY-MM-DD. */
export type Range = {
  readonly from: string | null
  readonly to: string | null
  readonly low: number
  readonly high: number
  /** The part of it that was looked at. */
  readonly reachedLow: number
  readonly reachedHigh: number
  /** When the last of them that was looked at was booked, epoch milliseconds. */
  readonly reachedAt: number | null
}

/** The number from which a search goes on that ended before the end of its stretch; null where it came to the end. */
export function restOf({ low, high, reachedLow, reachedHigh }: Range, place: Place): number | null {
  if (isForward(place)) return reachedHigh < high ? reachedHigh : null
  return reachedLow > low ? reachedLow + 1 : null
}

/** The stretch of a book that a reading covers. */
export async function rangeOf(tx: Tx, scope: SellerScope, search: Search): Promise<Range> {
  const [row] = await tx.sql<[Range]>`
    with ${covered(tx, scope, search)}
    select from_day::text as "from", to_day::text as "to", low, high, reached_low as "reachedLow", reached_high as "reachedHigh",
      (select (extract(epoch from booked_at) * 1000)::float8 from movements
        where seller_id = ${scope.sellerId} and currency = ${search.currency}
          and version = ${tx.sql.unsafe(isForward(search.place) ? 'reached_high' : 'reached_low + 1')}) as "reachedAt"
    from covered`
  return row
}

/**
 * Rows of one book, newest first; `after` gives the rows next to it. Dates are a range of the key, because rows are numbered in the
 * order of time; types and buckets have an index of their own, lines too. So no filter's cost grows with the book.
 */
export async function entries(tx: Tx, scope: SellerScope, search: Search): Promise<EntryRow[]> {
  const { sql } = tx
  const { place, limit } = search
  const order = sql.unsafe(isForward(place) ? 'asc' : 'desc')
  const rows = await sql<EntryRow[]>`
    with ${covered(tx, scope, search)}
    select ${sql.unsafe(columns)}
    from (${candidates(tx, scope, search)}) as m left join lines l on l.key = m.line
    order by m.version ${order} limit ${limit}`
  return isForward(place) ? [...rows].toReversed() : [...rows]
}

/** Codes of the kinds that a book has rows of: each is the next one in the index of routes, so that it costs a look-up a kind. */
export async function kindsIn(tx: Tx, scope: SellerScope, currency: string): Promise<number[]> {
  const { sql } = tx
  const first = (after: 'true' | 'kind > k.kind') => sql`(
    select kind from movements where seller_id = ${scope.sellerId} and currency = ${currency} and ${sql.unsafe(after)}
    order by kind, from_bucket, to_bucket, block limit 1
  )`
  const rows = await sql<{ kind: number }[]>`
    with recursive kinds as (${first('true')} union all select n.kind from kinds as k cross join lateral ${first('kind > k.kind')} as n)
    select kind from kinds order by kind`
  return rows.map(({ kind }) => kind)
}

/**
 * A page is read in the order of an index and no further than it needs. A bitmap gathers all there is first, and looks cheap to a
 * planner that knows the average book only.
 */
export const noBitmap = { enable_bitmapscan: 'off' } as const

/** Whether a page is read upwards, towards newer rows. */
export function isForward(place: Place): place is { after: number } {
  return place !== null && 'after' in place
}

/** The rows by whichever index finds them, enough of each for a page. */
function candidates(tx: Tx, scope: SellerScope, { currency, routes, least, most, status, lines, place, limit }: Search) {
  const { sql } = tx
  const order = sql.unsafe(isForward(place) ? 'asc' : 'desc')
  const some = routes ?? []
  const asked = sql`
    unnest(${plainArray(some.map(({ kind }) => kind))}::smallint[], ${plainArray(some.map(({ from }) => from))}::smallint[],
      ${plainArray(some.map(({ to }) => to))}::smallint[]) as r (kind, from_bucket, to_bucket)`
  const onRoute = sql`m.kind = r.kind and m.from_bucket = r.from_bucket and m.to_bucket = r.to_bucket`
  // A sum is no column: where another index leads, the planner must not take a range of the key for the shorter way.
  const number = sql.unsafe(routes === null && lines === null ? 'm.version' : '(m.version + 0)')
  const inRange = sql`
    m.seller_id = ${scope.sellerId} and m.currency = ${currency}
    and ${number} > (select reached_low from covered) and ${number} <= (select reached_high from covered)
    ${least === null ? sql`` : sql`and m.amount >= ${String(least)}::bigint`} ${most === null ? sql`` : sql`and m.amount <= ${String(most)}::bigint`}
    ${status === null ? sql`` : sql`and ${sql.unsafe(statusSql)} = ${status}`}`
  if (lines !== null)
    return sql`
      select m.* from unnest(${plainArray(lines.map(({ line }) => line))}::uuid[], ${plainArray(lines.map(({ event }) => event))}::uuid[])
        as k (line, event)
      cross join lateral (select * from movements where line = k.line and (k.event is null or cause = k.event) offset 0) as m
      where ${inRange}
        ${routes === null ? sql`` : sql`and exists (select from ${asked} where ${onRoute})`}`
  // With ties there is nothing left to sort, so each route is read in the order of its index and no further than a page and its last key.
  if (routes === null) return sql`select * from movements as m where ${inRange} order by m.version ${order} limit ${limit}`
  return sql`
    select m.* from ${asked}
    cross join lateral (
      select * from movements as m
      where ${inRange} and ${onRoute}
        and m.block between (select reached_low >> 6 from covered) and (select reached_high >> 6 from covered)
      order by m.block ${order} fetch first (${limit}::int) rows with ties
    ) as m`
}

/** The first and last day of a preset, of `today` in the seller's zone. */
const spans: Readonly<Record<Preset, readonly [string, string]>> = {
  today: ['today', 'today'],
  '7d': ['today - 6', 'today'],
  '30d': ['today - 29', 'today'],
  '90d': ['today - 89', 'today'],
  'this-month': ['month', 'today'],
  'last-month': [`(month - interval '1 month')::date`, 'month - 1'],
}

/** Whether no index leads to what is asked for, so that a page looks at `reach` rows. */
export function isBounded({ least, most, status, lines }: Pick<Search, 'least' | 'most' | 'status' | 'lines'>): boolean {
  return (least !== null || most !== null || status !== null) && lines === null
}

/** `covered`: the stretch between the days and beside the place, and of it what is looked at. */
function covered(tx: Tx, scope: SellerScope, search: Search) {
  const { sql } = tx
  const { currency, period, place, reach = farthest } = search
  const days = typeof period === 'string' ? spans[period] : null
  const own = typeof period === 'string' ? null : period
  const bounded = isBounded(search)
  const forward = isForward(place)
  const clipped = (edge: string, whole: string) => sql.unsafe(bounded ? edge : whole)
  return sql`
    zoned as (select zone, today, date_trunc('month', today)::date as month from ${todayOf(tx, scope)}),
    spanned as (
      select zone, ${days ? sql.unsafe(days[0]) : sql`${own?.from ?? null}::date`} as from_day,
        ${days ? sql.unsafe(days[1]) : sql`${own?.to ?? null}::date`} as to_day
      from zoned
    ),
    dated as materialized (
      select from_day, to_day,
        case when from_day is null then 0 else movements_before(${scope.sellerId}, ${currency}, from_day::timestamp at time zone zone) end as first,
        case when to_day is null then 2147483647
          else movements_before(${scope.sellerId}, ${currency}, (to_day + 1)::timestamp at time zone zone) end as last
      from spanned
    ),
    ranged as (
      select from_day, to_day, greatest(first, ${forward ? place.after : 0}) as low,
        least(last, ${place !== null && 'before' in place ? place.before - 1 : 2_147_483_647},
          coalesce((select version from books where seller_id = ${scope.sellerId} and currency = ${currency}), 0)) as high
      from dated
    ),
    covered as materialized (
      select *, ${forward ? sql`low` : clipped(`greatest(low, high - ${reach})`, 'low')} as reached_low,
        ${forward ? clipped(`least(high::bigint, low::bigint + ${reach})::int`, 'high') : sql`high`} as reached_high
      from ranged
    )`
}
