import { ms } from '#server/platform/clock.ts'
import type { Tx } from '#server/platform/tx.ts'
import { eventTypeOf } from './event-code.ts'
import { eventKey, lineKey } from './keys.ts'
import { holdReasonOf, type ReleaseTerm } from './line.ts'
import { ofOrder, termIn } from './statements-line.ts'
import type { EventView, LineFacts } from './views.ts'
import type { AwaitedType } from './waiting.ts'

/**
 * The lines of a marketplace's order with the seller's own name, oldest payment first.
 * @param page at most `limit` of them, after the line `after` of the page before
 */
export async function linesOfOrder(
  tx: Tx,
  marketplaceId: number,
  orderId: string,
  page: { readonly limit: number; readonly after: string | null },
): Promise<LineFacts[]> {
  const after = page.after === null ? null : lineKey(marketplaceId, orderId, page.after)
  const rows = await tx.sql<(Omit<LineFacts, 'holdReason' | 'term'> & { holdReason: number | null } & ReleaseTerm)[]>`
    select l.key::text, s.external_id as "sellerId", l.line_id as "lineId", l.currency, l.state, l.gross, l.commission, l.escrow,
      l.affiliate, l.net, l.refunded, ${ms(tx, 'l.shipped_at')} as "shippedAt", ${ms(tx, 'l.delivered_at')} as "deliveredAt", ${ms(tx, 'l.expected_at')} as "expectedAt",
      l.hold_reason as "holdReason", ${termIn(tx)}
    from lines as l join sellers as s on s.id = l.seller_id
    where ${ofOrder(tx, marketplaceId, orderId)} and s.marketplace_id = ${marketplaceId}
      ${after === null ? tx.sql`` : tx.sql`and (l.paid_at, l.line_id) > (select paid_at, line_id from lines where key = ${after}::uuid)`}
    order by l.paid_at, l.line_id limit ${page.limit}`
  return rows.map(({ holdReason, closed, days, ...row }) => ({
    ...row,
    holdReason: holdReasonOf(holdReason),
    term: { closed, days },
  }))
}

/** The events booked on lines, by occurred_at; at the same instant in a fixed order, independent of delivery. */
export async function timelines(
  tx: Tx,
  lines: readonly string[],
): Promise<{ line: string; type: number; occurredAt: number; bookedAt: number }[]> {
  return tx.sql<{ line: string; type: number; occurredAt: number; bookedAt: number }[]>`
    select e.line::text, e.type, ${ms(tx, 'e.occurred_at')} as "occurredAt", ${ms(tx, 'e.booked_at')} as "bookedAt"
    from unnest(${lines as string[]}::uuid[]) as k (line)
    cross join lateral (select line, type, occurred_at, booked_at, id from events where line = k.line and problem is null offset 0) as e
    order by e.occurred_at, e.type, e.id`
}

/** One event by the marketplace's id, whether decided or parked. */
export async function event(tx: Tx, marketplaceId: number, id: string): Promise<EventView | null> {
  const key = eventKey(marketplaceId, id)
  const [row] = await tx.sql<EventRow[]>`
    select ${judged(tx)} where e.key = ${key}::uuid
    union all
    select ${waiting(tx)} where e.key = ${key}::uuid`
  return row ? view(row) : null
}

type EventRow = Omit<EventView, 'type' | 'status' | 'bookedAt' | 'waitingFor'> & {
  type: number
  /** When it was decided, or parked. */
  at: number
  parked: boolean
  waitsFor: number | null
}

/** Columns and tables of a decided event. */
const judged = (tx: Tx) => tx.sql`e.id, e.type, e.problem, ${ms(tx, 'e.occurred_at')} as "occurredAt", ${ms(tx, 'e.booked_at')} as at,
  false as parked, s.external_id as "sellerId", l.order_id as "orderId", l.line_id as "lineId", null::smallint as "waitsFor"
  from events as e join sellers as s on s.id = e.seller_id left join lines as l on l.key = e.line`

/** The same for a parked event, whose line may not exist. */
const waiting = (
  tx: Tx,
) => tx.sql`e.id, e.type, null::text as problem, ${ms(tx, 'e.occurred_at')} as "occurredAt", ${ms(tx, 'e.parked_at')} as at,
  true as parked, s.external_id as "sellerId", e.event ->> 'orderId' as "orderId", e.event ->> 'lineId' as "lineId", e.waits_for as "waitsFor"
  from parked as e join sellers as s on s.id = e.seller_id`

function view({ type, at, parked, waitsFor, ...row }: EventRow): EventView {
  const status = parked ? 'parked' : row.problem ? 'rejected' : 'posted'
  return {
    ...row,
    type: eventTypeOf(type),
    status,
    bookedAt: status === 'posted' ? at : null,
    waitingFor: waitsFor === null ? null : (eventTypeOf(waitsFor) as AwaitedType),
  }
}

/**
 * Parked events, or those rejected for good, newest first.
 * @param after the id of the last event of the page before
 */
export async function eventsByStatus(
  tx: Tx,
  marketplaceId: number,
  status: 'parked' | 'rejected',
  page: { readonly limit: number; readonly after: string | null },
): Promise<EventView[]> {
  const at = tx.sql.unsafe(status === 'parked' ? 'parked_at' : 'booked_at')
  const table = tx.sql.unsafe(status === 'parked' ? 'parked' : 'events')
  const after = page.after === null ? null : eventKey(marketplaceId, page.after)
  const rows = await tx.sql<EventRow[]>`
    select ${status === 'parked' ? waiting(tx) : judged(tx)}
    where s.marketplace_id = ${marketplaceId} ${status === 'rejected' ? tx.sql`and e.problem is not null` : tx.sql``}
      ${after === null ? tx.sql`` : tx.sql`and (e.${at}, e.key) < (select ${at}, key from ${table} where key = ${after}::uuid)`}
    order by e.${at} desc, e.key desc limit ${page.limit}`
  return rows.map(view)
}

/** How many events wait in all marketplaces, and since when the oldest does (epoch milliseconds). */
export async function parkedAge(tx: Tx): Promise<{ count: number; oldest: number | null; now: number }> {
  const [row] = await tx.sql<[{ count: number; oldest: number | null; now: number }]>`
    select count(*)::int as count, ${ms(tx, 'min(parked_at)')} as oldest, ${ms(tx, 'portal_now()')} as now from parked`
  return row
}
