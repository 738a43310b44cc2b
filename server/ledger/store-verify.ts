import type { Tx } from '#server/platform/tx.ts'
import type { Break } from './break.ts'

const buckets = ['available', 'pending', 'reserve', 'frozen', 'processing', 'debt', 'marketplace', 'bank', 'fees', 'fx']

/** How many books and movements there are. */
export async function counts(tx: Tx): Promise<{ books: number; movements: number }> {
  const [row] = await tx.sql<[{ books: number; movements: number }]>`
    select (select count(*)::int from books) as books, (select count(*)::int from movements) as movements`
  return row
}

/** Books whose buckets are not the fold of their movements, or whose movements are not numbered 1 to version. */
export async function foldBreaks(tx: Tx): Promise<Break[]> {
  const sums = buckets.map((name, at) => `sum(amount * ((to_bucket = ${at + 1})::int - (from_bucket = ${at + 1})::int)) as ${name}`)
  const differs = buckets.map((name) => `case when b.${name} <> coalesce(f.${name}, 0) then '${name}' end`)
  return tx.sql<Break[]>`
    with f as (
      select seller_id, currency, count(*) as n, min(version) as first, max(version) as last, ${tx.sql.unsafe(sums.join(', '))}
      from movements group by seller_id, currency
    ), checked as (
      select b.seller_id as "sellerId", b.currency, concat_ws(', ',
        case when b.version <> coalesce(f.n, 0) or b.version <> coalesce(f.last, 0) or coalesce(f.first, 1) <> 1 then 'version' end,
        ${tx.sql.unsafe(differs.join(', '))}) as what
      from books as b left join f using (seller_id, currency)
    )
    select * from checked where what <> '' order by 1, 2`
}

/** Movements whose running balance or total is not the sum of all before; the first of each book. */
export async function runningBreaks(tx: Tx): Promise<Break[]> {
  return tx.sql<Break[]>`
    select distinct on (seller_id, currency) seller_id as "sellerId", currency, 'running balance at movement ' || version as what
    from (
      select seller_id, currency, version, balance_after, total_after,
        sum(amount * ((to_bucket in (1, 6))::int - (from_bucket in (1, 6))::int)) over w as balance,
        sum(amount * ((to_bucket <= 6)::int - (from_bucket <= 6)::int)) over w as total
      from movements window w as (partition by seller_id, currency order by version)
    ) as m
    where balance_after <> balance or total_after <> total
    order by seller_id, currency, version`
}

/** Day rows that are not the fold of the movements before them; the first of each book. */
export async function dayBreaks(tx: Tx): Promise<Break[]> {
  return tx.sql<Break[]>`
    select distinct on (d.seller_id, d.currency) d.seller_id as "sellerId", d.currency, 'opening of ' || d.day as what
    from book_days as d
    left join movements as m on m.seller_id = d.seller_id and m.currency = d.currency and m.version = d.version
    where d.available + d.debt <> coalesce(m.balance_after, 0)
      or d.available + d.pending + d.reserve + d.frozen + d.processing + d.debt <> coalesce(m.total_after, 0)
      or (m.booked_at at time zone 'UTC')::date >= d.day
    order by d.seller_id, d.currency, d.day`
}
