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

/** What all sellers of a marketplace owned together just before an instant (epoch milliseconds), by currency, minor units. */
export async function totalsAt(tx: Tx, marketplaceId: number, before: number): Promise<Map<string, bigint>> {
  const rows = await tx.sql<{ currency: string; total: bigint }[]>`
    select b.currency, sum(coalesce(at.total_after, 0))::bigint as total
    from sellers as s join books as b on b.seller_id = s.id
    left join lateral (
      select m.total_after from movements as m
      where m.seller_id = b.seller_id and m.currency = b.currency
        and m.version >= coalesce((
          select d.version from book_days as d
          where d.seller_id = b.seller_id and d.currency = b.currency
            and d.day <= (to_timestamp(${before}::float8 / 1000) at time zone 'UTC')::date
          order by d.day desc limit 1), 2147483647)
        and m.version <= coalesce((
          select d.version from book_days as d
          where d.seller_id = b.seller_id and d.currency = b.currency
            and d.day > (to_timestamp(${before}::float8 / 1000) at time zone 'UTC')::date
          order by d.day limit 1), 2147483647)
        and m.booked_at < to_timestamp(${before}::float8 / 1000)
      order by m.version desc limit 1
    ) as at on true
    where s.marketplace_id = ${marketplaceId}
    group by b.currency order by b.currency`
  return new Map(rows.map((row) => [row.currency, row.total]))
}

type TypeRow = { currency: string; type: number | null; count: number; sum: bigint; moved: bigint }

/**
 * What each type of event did between two instants (epoch milliseconds): how many were booked of the lines of a currency,
 * what they changed of the sellers' totals, what they moved. Movements without an event have type null.
 */
export async function byType(tx: Tx, marketplaceId: number, from: number, to: number): Promise<TypeRow[]> {
  return tx.sql<TypeRow[]>`
    with span as (select to_timestamp(${from}::float8 / 1000) as a, to_timestamp(${to}::float8 / 1000) as z),
    said as (
      select l.currency, e.type, count(*)::int as count
      from span, events as e join lines as l on l.key = e.line join sellers as s on s.id = e.seller_id
      where e.booked_at >= span.a and e.booked_at < span.z and e.problem is null and s.marketplace_id = ${marketplaceId}
      group by l.currency, e.type
    ),
    done as (
      select m.currency, e.type, count(distinct m.event)::int as count, sum(m.amount) as moved,
        sum(m.amount * ((m.to_bucket <= 6)::int - (m.from_bucket <= 6)::int)) as sum
      from span, movements as m join sellers as s on s.id = m.seller_id left join events as e on e.key = m.event
      where m.booked_at >= span.a and m.booked_at < span.z and s.marketplace_id = ${marketplaceId}
      group by m.currency, e.type
    )
    select coalesce(said.currency, done.currency) as currency, coalesce(said.type, done.type) as type,
      coalesce(said.count, done.count) as count, coalesce(done.sum, 0)::bigint as sum, coalesce(done.moved, 0)::bigint as moved
    from said full join done on done.currency = said.currency and coalesce(done.type, 0) = said.type
    order by 1, 2`
}
