import { type Cause, changeIn, hasCause, hasOtherCause, otherCause, sellerBuckets } from '#server/ledger/index.ts'
import type { Tx } from '#server/platform/tx.ts'

/** The instants between which a day lies in the marketplace's zone, and the present one; epoch milliseconds. */
export async function bounds(tx: Tx, marketplaceId: number, date: string): Promise<{ from: number; to: number; now: number }> {
  const [row] = await tx.sql<[{ from: number; to: number; now: number }]>`
    select (extract(epoch from ${date}::date::timestamp at time zone time_zone) * 1000)::float8 as "from",
      (extract(epoch from (${date}::date + 1)::timestamp at time zone time_zone) * 1000)::float8 as "to",
      (extract(epoch from portal_now()) * 1000)::float8 as now
    from marketplaces where id = ${marketplaceId}`
  return row
}

/** What all sellers of a marketplace own together now, by currency, minor units. */
export async function totals(tx: Tx, marketplaceId: number): Promise<{ currency: string; total: bigint }[]> {
  const rows = await tx.sql<{ currency: string; total: string }[]>`
    select b.currency, sum(b.available::numeric + b.pending + b.reserve + b.frozen + b.processing + b.debt) as total
    from sellers as s join books as b on b.seller_id = s.id
    where s.marketplace_id = ${marketplaceId}
    group by b.currency order by b.currency`
  return rows.map(({ currency, total }) => ({ currency, total: BigInt(total) }))
}

/** A type of event by its code, or another cause by its name: one of both is null. */
type SumRow = ({ type: number; cause: null } | { type: null; cause: Exclude<Cause, 'event'> }) & {
  currency: string
  count: number
  sum: bigint
  moved: bigint
}

/**
 * What each type of event did between two instants (epoch milliseconds): how many were booked of the lines of a currency, what they
 * changed of the sellers' totals, what they moved. Of withdrawals and whatever else is no event, the number of movements.
 */
export async function sums(tx: Tx, marketplaceId: number, from: number, to: number): Promise<SumRow[]> {
  const rows = await tx.sql<(Pick<SumRow, 'type' | 'cause' | 'currency' | 'count'> & { sum: string; moved: string })[]>`
    with booked as (
      select currency, type, null as cause, count, sum, moved from booked_sums
      where marketplace_id = ${marketplaceId} and booked_at >= ${instant(tx, from)} and booked_at < ${instant(tx, to)}
      union all
      select m.currency, null, ${tx.sql.unsafe(otherCause('m.kind'))}, 1, ${change(tx)}, m.amount from movements as m join sellers as s on s.id = m.seller_id
      where ${tx.sql.unsafe(hasOtherCause('m.kind'))} and m.booked_at >= ${instant(tx, from)} and m.booked_at < ${instant(tx, to)}
        and s.marketplace_id = ${marketplaceId}
    )
    select currency, type, cause, sum(count)::int as count, sum(sum) as sum, sum(moved) as moved
    from booked group by currency, type, cause order by currency, type nulls last, cause`
  return rows.map((row) => ({ ...row, sum: BigInt(row.sum), moved: BigInt(row.moved) }) as SumRow)
}

/** What was booked since an instant (epoch milliseconds) changed of all sellers' totals, by currency, minor units. */
export async function changeSince(tx: Tx, marketplaceId: number, since: number): Promise<Map<string, bigint>> {
  const rows = await tx.sql<{ currency: string; sum: string }[]>`
    with booked as (
      select currency, sum from booked_sums where marketplace_id = ${marketplaceId} and booked_at >= ${instant(tx, since)} and sum <> 0
      union all
      select m.currency, ${change(tx)} from movements as m join sellers as s on s.id = m.seller_id
      where ${tx.sql.unsafe(hasOtherCause('m.kind'))} and m.booked_at >= ${instant(tx, since)} and s.marketplace_id = ${marketplaceId}
    )
    select currency, sum(sum) as sum from booked group by currency`
  return new Map(rows.map(({ currency, sum }) => [currency, BigInt(sum)]))
}

const instant = ({ sql }: Tx, ms: number) => sql`to_timestamp(${ms}::float8 / 1000)`

/** What a movement `m` changes of its seller's total. */
const change = ({ sql }: Tx) => sql.unsafe(changeIn('m', ...sellerBuckets))

/** Merges sums of quarters of an hour that are over, `most` rows at most. @returns how many rows were merged */
export async function mergeSums(tx: Tx, most: number): Promise<number> {
  const [row] = await tx.sql<[{ merged: number }]>`select merge_booked_sums(${most}) as merged`
  return row.merged
}

export type SumBreak = { readonly marketplaceId: number; readonly currency: string; readonly what: string }

/**
 * Sums that are not those of the events and movements they stand for: the numbers of events by type in all, the amounts by type and
 * quarter of an hour; the first quarter of each.
 */
export async function sumBreaks(tx: Tx): Promise<SumBreak[]> {
  return tx.sql<SumBreak[]>`
    with counted as (
      select s.marketplace_id, l.currency, e.type, count(*) as count
      from events as e join lines as l on l.key = e.line join sellers as s on s.id = e.seller_id
      where e.problem is null group by s.marketplace_id, l.currency, e.type
    ), kept as (
      select marketplace_id, currency, type, sum(count) as count from booked_sums group by marketplace_id, currency, type
    ), moves as (
      select s.marketplace_id, m.currency, e.type, date_bin('15 minutes', m.booked_at, '2000-01-01Z') as quarter, sum(m.amount) as moved,
        sum(${change(tx)}) as sum
      from movements as m join sellers as s on s.id = m.seller_id join events as e on e.key = m.cause
      where ${tx.sql.unsafe(hasCause('m.kind', 'event'))} group by s.marketplace_id, m.currency, e.type, quarter
    ), quarters as (
      select marketplace_id, currency, type, date_bin('15 minutes', booked_at, '2000-01-01Z') as quarter, sum(moved) as moved, sum(sum) as sum
      from booked_sums group by marketplace_id, currency, type, quarter
    )
    select marketplace_id as "marketplaceId", currency, 'number of events of type ' || type as what
    from counted full join kept using (marketplace_id, currency, type)
    where coalesce(counted.count, 0) <> coalesce(kept.count, 0)
    union all
    (select distinct on (marketplace_id, currency, type) marketplace_id, currency, 'amounts of type ' || type || ' from ' || quarter
    from moves full join quarters using (marketplace_id, currency, type, quarter)
    where coalesce(moves.moved, 0) <> coalesce(quarters.moved, 0) or coalesce(moves.sum, 0) <> coalesce(quarters.sum, 0)
    order by marketplace_id, currency, type, quarter)
    order by 1, 2, 3`
}
