import type { Break } from '#server/ledger/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { eventTypeCode } from './event-code.ts'

/** How many lines there are, of all marketplaces. */
export async function countLines(tx: Tx): Promise<number> {
  const [row] = await tx.sql<[{ n: number }]>`select count(*)::int as n from lines`
  return row.n
}

/** Books whose pending, frozen or reserve is not the sum over their lines. */
export async function bucketBreaks(tx: Tx): Promise<Break[]> {
  return tx.sql<Break[]>`
    with of_lines as (
      select seller_id, currency, sum(pending) as pending, sum(frozen) as frozen, sum(reserve) as reserve
      from lines group by seller_id, currency
    )
    select coalesce(b.seller_id, l.seller_id) as "sellerId", coalesce(b.currency, l.currency) as currency,
      'pending, frozen or reserve of the lines' as what
    from of_lines as l full join books as b on b.seller_id = l.seller_id and b.currency = l.currency
    where coalesce(b.pending, 0) <> coalesce(l.pending, 0) or coalesce(b.frozen, 0) <> coalesce(l.frozen, 0)
      or coalesce(b.reserve, 0) <> coalesce(l.reserve, 0)
    order by 1, 2`
}

/** Lines whose refunded amount is not the sum of their refunds. */
export async function refundBreaks(tx: Tx): Promise<Break[]> {
  return tx.sql<Break[]>`
    select l.seller_id as "sellerId", l.currency, 'refunds of ' || l.order_id || ' ' || l.line_id as what
    from lines as l left join (select line, sum(amount) as amount from refunds group by line) as r on r.line = l.key
    where l.refunded <> coalesce(r.amount, 0) order by 1, 2`
}

/** Payments booked more than once or with another amount than the line's net; movements of an event that is not in the books. */
export async function eventBreaks(tx: Tx): Promise<Break[]> {
  return tx.sql<Break[]>`
    select l.seller_id as "sellerId", l.currency, 'payments of ' || l.order_id || ' ' || l.line_id as what
    from lines as l
    left join (select line, sum(amount) as amount, count(*) as n from movements where kind = 1 group by line) as p on p.line = l.key
    where l.net <> coalesce(p.amount, 0) or coalesce(p.n, 0) > 1
    union all
    select m.seller_id, m.currency, 'movement ' || m.version || ' without its event'
    from movements as m left join events as e on e.key = m.event
    where m.line is not null and (e.key is null or e.problem is not null or e.type = ${eventTypeCode['seller.upserted']})
    order by 1, 2`
}
