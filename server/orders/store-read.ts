import { ms } from '#server/platform/clock.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { EventProblem } from './errors.ts'
import type { HoldReason } from './event.ts'
import { eventTypeOf } from './event-code.ts'
import { eventKey } from './keys.ts'
import { holdReasonCode, type ReleaseTerm } from './line.ts'
import { ofOrder, termIn } from './store-line.ts'
import type { EventView, LineFacts } from './views.ts'

const holdReasonOf = new Map(Object.entries(holdReasonCode).map(([reason, code]) => [code as number, reason as HoldReason]))

/** The lines of a marketplace's order with the seller's own name, oldest payment first. */
export async function linesOfOrder(tx: Tx, marketplaceId: number, orderId: string): Promise<LineFacts[]> {
  const rows = await tx.sql<(Omit<LineFacts, 'holdReason' | 'term'> & { holdReason: number | null } & ReleaseTerm)[]>`
    select l.key::text, s.external_id as "sellerId", l.line_id as "lineId", l.currency, l.state, l.gross, l.commission, l.escrow,
      l.affiliate, l.net, l.refunded, ${ms(tx, 'l.shipped_at')} as "shippedAt", ${ms(tx, 'l.delivered_at')} as "deliveredAt", ${ms(tx, 'l.expected_at')} as "expectedAt",
      l.hold_reason as "holdReason", ${termIn(tx)}
    from lines as l join sellers as s on s.id = l.seller_id
    where ${ofOrder(tx, marketplaceId, orderId)} and s.marketplace_id = ${marketplaceId}
    order by l.paid_at, l.line_id`
  return rows.map(({ holdReason, closed, days, ...row }) => ({
    ...row,
    holdReason: holdReason === null ? null : (holdReasonOf.get(holdReason) ?? null),
    term: { closed, days },
  }))
}

/** The events booked on lines, in the order in which they happened. */
export async function timelines(
  tx: Tx,
  lines: readonly string[],
): Promise<{ line: string; type: number; occurredAt: number; bookedAt: number }[]> {
  return tx.sql<{ line: string; type: number; occurredAt: number; bookedAt: number }[]>`
    select e.line::text, e.type, ${ms(tx, 'e.occurred_at')} as "occurredAt", ${ms(tx, 'e.booked_at')} as "bookedAt"
    from unnest(${lines as string[]}::uuid[]) as k (line)
    cross join lateral (select line, type, occurred_at, booked_at, key from events where line = k.line and problem is null offset 0) as e
    order by e.occurred_at, e.booked_at, e.type`
}

/** One event by the marketplace's id, whether judged for good or waiting. */
export async function event(tx: Tx, marketplaceId: number, id: string): Promise<EventView | null> {
  const key = eventKey(marketplaceId, id)
  const [row] = await tx.sql<EventRow[]>`
    select id, type, problem, ${ms(tx, 'occurred_at')} as "occurredAt", ${ms(tx, 'booked_at')} as "at", false as parked
    from events where key = ${key}::uuid
    union all
    select id, type, null, ${ms(tx, 'occurred_at')}, ${ms(tx, 'parked_at')}, true from parked where key = ${key}::uuid`
  return row ? view(row) : null
}

type EventRow = { id: string; type: number; problem: EventProblem | null; occurredAt: number; at: number; parked: boolean }

function view(row: EventRow): EventView {
  const { id, occurredAt, problem } = row
  const status = row.parked ? 'parked' : problem ? 'rejected' : 'posted'
  return { id, type: eventTypeOf(row.type), status, occurredAt, bookedAt: status === 'posted' ? row.at : null, problem }
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
  const problem = tx.sql.unsafe(status === 'parked' ? 'null::text' : 'e.problem')
  const after = page.after === null ? null : eventKey(marketplaceId, page.after)
  const rows = await tx.sql<EventRow[]>`
    select e.id, e.type, ${problem} as problem, ${ms(tx, 'e.occurred_at')} as "occurredAt",
      (extract(epoch from e.${at}) * 1000)::float8 as at, ${status === 'parked'} as parked
    from ${table} as e join sellers as s on s.id = e.seller_id
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
