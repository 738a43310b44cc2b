import type { Tx } from '#server/platform/tx.ts'
import type { Break } from './break.ts'
import { type Bucket, bucketCode, sellerBuckets } from './book.ts'
import { changeIn, hasCause, hasOtherCause, isOverdrawn, isUnpairedConversion, kindCheck } from './statements-kinds.ts'

const buckets = Object.keys(bucketCode) as Bucket[]

/** How many books and movements there are. */
export async function counts(tx: Tx): Promise<{ books: number; movements: number }> {
  const [row] = await tx.sql<[{ books: number; movements: number }]>`
    select (select count(*)::int from books) as books, (select count(*)::int from movements) as movements`
  return row
}

/** Books whose buckets are not the fold of their movements, or whose movements are not numbered 1 to version; movements without a book. */
export async function foldBreaks(tx: Tx): Promise<Break[]> {
  const sums = buckets.map((name) => `sum(${changeIn('movements', name)}) as ${name}`)
  const differs = buckets.map((name) => `case when b.${name} <> coalesce(f.${name}, 0) then '${name}' end`)
  return tx.sql<Break[]>`
    with f as (
      select seller_id, currency, count(*) as n, min(version) as first, max(version) as last, ${tx.sql.unsafe(sums.join(', '))}
      from movements group by seller_id, currency
    ), checked as (
      select coalesce(b.seller_id, f.seller_id) as "sellerId", coalesce(b.currency, f.currency) as currency, concat_ws(', ',
        case when b.seller_id is null then 'movements without a book' end,
        case when b.version <> coalesce(f.n, 0) or b.version <> coalesce(f.last, 0) or coalesce(f.first, 1) <> 1 then 'version' end,
        ${tx.sql.unsafe(differs.join(', '))}) as what
      from books as b full join f on f.seller_id = b.seller_id and f.currency = b.currency
    )
    select * from checked where what <> '' order by 1, 2`
}

/** Movements whose running balance or total is not the sum of all before; the first of each book. */
export async function runningBreaks(tx: Tx): Promise<Break[]> {
  return tx.sql<Break[]>`
    select distinct on (seller_id, currency) seller_id as "sellerId", currency, 'running balance at movement ' || version as what
    from (
      select seller_id, currency, version, balance_after, total_after,
        sum(${tx.sql.unsafe(changeIn('movements', 'available', 'debt'))}) over w as balance,
        sum(${tx.sql.unsafe(changeIn('movements', ...sellerBuckets))}) over w as total
      from movements window w as (partition by seller_id, currency order by version)
    ) as m
    where balance_after <> balance or total_after <> total
    order by seller_id, currency, version`
}

/** Days whose row is missing, begins elsewhere than their movements or is not the fold of those before it; the first of each book. */
export async function dayBreaks(tx: Tx): Promise<Break[]> {
  return tx.sql<Break[]>`
    select distinct on (seller_id, currency) seller_id as "sellerId", currency, 'opening of ' || day as what
    from (
      select seller_id, currency, (booked_at at time zone 'UTC')::date as day, min(version) - 1 as before
      from movements group by 1, 2, 3
    ) as f
    full join book_days as d using (seller_id, currency, day)
    left join movements as m using (seller_id, currency, version)
    where d.version is distinct from f.before or d.available + d.debt <> coalesce(m.balance_after, 0)
      or d.available + d.pending + d.reserve + d.frozen + d.processing + d.debt <> coalesce(m.total_after, 0)
      or (m.booked_at at time zone 'UTC')::date >= day
    order by seller_id, currency, day`
}

/** Movements of a kind that is none, or between buckets that their kind does not join. */
export async function routeBreaks(tx: Tx): Promise<Break[]> {
  return tx.sql<Break[]>`
    select seller_id as "sellerId", currency, 'route of movement ' || version as what
    from movements where not ${tx.sql.unsafe(kindCheck())} order by seller_id, currency, version`
}

/** Books of sellers that are not there. */
export async function strayBreaks(tx: Tx): Promise<Break[]> {
  return tx.sql<Break[]>`
    select b.seller_id as "sellerId", b.currency, 'book of a seller that is not there' as what
    from books as b left join sellers as s on s.id = b.seller_id where s.id is null order by 1, 2`
}

/** Withdrawals, conversions and cases that took more out than they had put in; conversions of which one side is missing. */
export async function causeBreaks(tx: Tx): Promise<Break[]> {
  return tx.sql<Break[]>`
    select seller_id as "sellerId", currency, 'more out than was put in, by ' || cause as what
    from movements as m where ${tx.sql.unsafe(hasOtherCause('m.kind'))}
    group by seller_id, currency, cause having ${tx.sql.unsafe(isOverdrawn('m'))}
    union all
    select seller_id, min(currency), 'not both sides of conversion ' || cause
    from movements as m where ${tx.sql.unsafe(hasCause('m.kind', 'conversion'))}
    group by seller_id, cause having ${tx.sql.unsafe(isUnpairedConversion('m'))}
    order by 1, 2, 3`
}
