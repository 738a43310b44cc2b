import type { Sql } from 'postgres'

/**
 * Fills a seller's book with millions of movements, to test query plans and times. They are spread evenly over the days before `until`,
 * forty to a line, with realistic shares of kinds (most are payments and releases, a hold is one in 50, a withdrawal one in 5,000). Their
 * running balances are not sums of their amounts, so they must not be used to test arithmetic.
 * @param owner a connection of the database's owner
 * @param until epoch milliseconds
 */
export async function manyMovements(
  owner: Sql<{ bigint: bigint }>,
  book: { sellerId: number; currency: string; count: number; days: number; until: number },
): Promise<void> {
  const { sellerId, currency, count, days, until } = book
  const end = until / 1000
  const step = (days * 86_400) / count
  await owner`
    insert into books (seller_id, currency, version, as_of) values (${sellerId}, ${currency}, ${count}, to_timestamp(${end}::float8))`
  await owner`
    insert into lines (key, seller_id, currency, gross, net, pending, frozen, reserve, refunded, paid_at, order_id, line_id)
    select md5(${`${sellerId} ${currency} `} || n)::uuid, ${sellerId}, ${currency}, 1000, 1000, 0, 0, 0, 0,
      to_timestamp(${end}::float8), 'many-' || n, 'many-' || n || '-1'
    from generate_series(0, ${count}::int / 40) as n`
  await owner`
    insert into movements (seller_id, currency, version, kind, from_bucket, to_bucket, amount, balance_after, total_after, occurred_at,
      booked_at, cause, line)
    select ${sellerId}, ${currency}, n, k.kind, k.source, k.target, 1 + (n::bigint * 7919) % 500000, n, n, at, at,
      md5('event ' || n)::uuid, case when k.kind < 10 then md5(${`${sellerId} ${currency} `} || n / 40)::uuid end
    from generate_series(1, ${count}::int) as n
    cross join lateral (select to_timestamp(${end}::float8 - (${count}::int - n) * ${step}::float8) as at) as t
    cross join lateral (
      select case when n % 5000 = 0 then 10 when n % 50 = 0 then 5 when n % 33 = 0 then 7 when n % 2 = 0 then 2 else 1 end as kind
    ) as c
    join (values (1, 7, 2), (2, 2, 1), (5, 2, 4), (7, 1, 7), (10, 1, 5)) as k (kind, source, target) on k.kind = c.kind`
  await owner`analyze movements, lines, books`
}
