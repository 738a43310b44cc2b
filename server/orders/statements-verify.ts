import { type Break, changeIn, hasCause, hasOtherCause, movementKinds, otherCause } from '#server/ledger/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { eventTypeCode } from './event-code.ts'
import { happened } from './line.ts'

/** How many lines there are, of all marketplaces. */
export async function countLines(tx: Tx): Promise<number> {
  const [row] = await tx.sql<[{ n: number }]>`select count(*)::int as n from lines`
  return row.n
}

/** Books whose pending, frozen or reserve is not the sum over their lines, and in frozen over what cases hold. */
export async function bucketBreaks(tx: Tx): Promise<Break[]> {
  return tx.sql<Break[]>`
    with of_lines as (
      select seller_id, currency, sum(pending) as pending, sum(frozen) as frozen, sum(reserve) as reserve
      from lines group by seller_id, currency
    ), of_cases as (
      select seller_id, currency, sum(${tx.sql.unsafe(changeIn('movements', 'frozen'))}) as frozen
      from movements where ${tx.sql.unsafe(hasCause('kind', 'case'))} group by seller_id, currency
    )
    select coalesce(b.seller_id, l.seller_id, c.seller_id) as "sellerId", coalesce(b.currency, l.currency, c.currency) as currency,
      'pending, frozen or reserve of the lines and cases' as what
    from of_lines as l full join books as b on b.seller_id = l.seller_id and b.currency = l.currency
    full join of_cases as c on c.seller_id = b.seller_id and c.currency = b.currency
    where coalesce(b.pending, 0) <> coalesce(l.pending, 0) or coalesce(b.frozen, 0) <> coalesce(l.frozen, 0) + coalesce(c.frozen, 0)
      or coalesce(b.reserve, 0) <> coalesce(l.reserve, 0)
    order by 1, 2`
}

/** Lines whose refunded amount is not the sum of their refunds; refunds without a line. */
export async function refundBreaks(tx: Tx): Promise<Break[]> {
  return tx.sql<Break[]>`
    select coalesce(l.seller_id, r.seller_id) as "sellerId", coalesce(l.currency, '') as currency,
      'refunds of ' || coalesce(l.order_id || ' ' || l.line_id, 'a line that is not there') as what
    from lines as l full join (select line, min(seller_id) as seller_id, sum(amount) as amount from refunds group by line) as r on r.line = l.key
    where l.refunded is distinct from coalesce(r.amount, 0) order by 1, 2`
}

/**
 * Payments booked more than once or with another amount than the line's net; movements whose cause does not fit their kind: an event must
 * be booked and of the same line, and another cause must have no line.
 */
export async function eventBreaks(tx: Tx): Promise<Break[]> {
  return tx.sql<Break[]>`
    select coalesce(l.seller_id, p.seller_id) as "sellerId", coalesce(l.currency, p.currency) as currency,
      'payments of ' || coalesce(l.order_id || ' ' || l.line_id, 'a line that is not there') as what
    from lines as l
    full join (
      select line, min(seller_id) as seller_id, min(currency) as currency, sum(amount) as amount, count(*) as n
      from movements where kind = ${movementKinds.payment.code} group by line
    ) as p on p.line = l.key
    where l.net is distinct from coalesce(p.amount, 0) or coalesce(p.n, 0) > 1
    union all
    select m.seller_id, m.currency, 'movement ' || m.version || ' without its event'
    from movements as m left join events as e on e.key = m.cause
    where ${tx.sql.unsafe(hasCause('m.kind', 'event'))}
      and (e.key is null or e.problem is not null or e.type = ${eventTypeCode['seller.upserted']} or e.line is distinct from m.line)
    union all
    select m.seller_id, m.currency, 'movement ' || m.version || ' of a ' || ${tx.sql.unsafe(otherCause('m.kind'))} || ' with an event or a line'
    from movements as m where ${tx.sql.unsafe(hasOtherCause('m.kind'))} and (m.line is not null or exists (select from events where key = m.cause))
    order by 1, 2`
}

/** Events and lines of a missing seller, and posted events on a missing line. */
export async function strayBreaks(tx: Tx): Promise<Break[]> {
  return tx.sql<Break[]>`
    select seller_id as "sellerId", '' as currency, 'event ' || e.id || ' of a seller that is not there' as what
    from events as e left join sellers as s on s.id = e.seller_id where s.id is null
    union all
    select l.seller_id, l.currency, 'line ' || l.order_id || ' ' || l.line_id || ' of a seller that is not there'
    from lines as l left join sellers as s on s.id = l.seller_id where s.id is null
    union all
    select e.seller_id, '', 'event ' || e.id || ' on a line that is not there'
    from events as e left join lines as l on l.key = e.line where e.line is not null and e.problem is null and l.key is null
    order by 1, 2, 3`
}

/** Lines whose held bit, shown reason or frozen money disagrees with their holds. */
export async function holdBreaks(tx: Tx): Promise<Break[]> {
  return tx.sql<Break[]>`
    select l.seller_id as "sellerId", l.currency, 'holds of ' || l.order_id || ' ' || l.line_id as what
    from lines as l left join (
      select distinct on (line) line, reason, until from holds where open order by line, as_of desc, said_by desc
    ) as h on h.line = l.key
    where (l.state & ${happened.held}::int > 0) <> (h.line is not null) or l.hold_reason is distinct from h.reason
      or l.hold_until is distinct from h.until or (h.line is null and l.frozen > 0) or (h.line is not null and l.pending > 0)
    order by 1, 2, 3`
}
