import { sellerCurrencies } from '#server/money/index.ts'
import { happened, holdReasonCode } from '#server/orders/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { protectionDaysIn } from '#server/policies/index.ts'
import type { EventRow } from './order.ts'
import { ruleOf } from './reason.ts'
import type { LineRow } from './release.ts'
import type { ListQuery } from './schema.ts'
import type { OpenRow } from './summary.ts'

// What a seller reads of their lines. The orders' room writes them; this one only shows them. Every statement goes by lines_paid
// or lines_open (0003_orders.sql), so it costs what the page or the money that still waits costs, not what the history does.

const ms = (column: string) => `(extract(epoch from l.${column}) * 1000)::float8`

const columns = `l.key::text, l.order_id as "orderId", l.line_id as "lineId", l.currency, l.state, l.hold_reason as "holdReason",
  l.gross, l.commission, l.escrow, l.affiliate, l.net, l.refunded, l.pending, l.frozen, l.reserve,
  ${ms('paid_at')} as "paidAt", ${ms('delivered_at')} as "deliveredAt", ${ms('released_at')} as "releasedAt",
  ${ms('expected_at')} as "expectedAt", ${ms('hold_until')} as "holdUntil", ${ms('margin_until')} as "marginUntil"`

/** The condition of the index lines_open, in its very words. */
const open = 'l.pending + l.frozen + l.reserve > 0'

/** `expectedRelease` of a line whose money is pending, as SQL; a test holds the two together. */
const expected = (tx: Tx) => tx.sql`coalesce(l.expected_at, l.delivered_at + ${protectionDaysIn(tx)} * interval '24 hours')`

/** `dueOf` as SQL. */
const due = (tx: Tx) => tx.sql`case when l.pending > 0 then ${expected(tx)} when l.frozen > 0 then l.hold_until else l.margin_until end`

/**
 * A page of lines of every currency, or of one: orders whose money waits from the oldest payment on, since they are the next to be
 * released, the history from the newest.
 * @param query.limit how many rows at most; a caller asks for one more than it shows
 */
export async function lines(tx: Tx, scope: SellerScope, query: ListQuery): Promise<LineRow[]> {
  const { sql } = tx
  const { currency, place } = query
  const back = place !== null && 'previous' in place
  const from = place === null ? null : 'next' in place ? place.next : place.previous
  const oldestFirst = query.show !== 'all' && query.show !== 'released'
  const ascending = oldestFirst !== back
  const direction = ascending ? sql`asc` : sql`desc`
  const rows = await sql<LineRow[]>`
    select ${sql.unsafe(columns)}
    from (
      select currency from books where seller_id = ${scope.sellerId} union select unnest(${[...sellerCurrencies]}::bpchar[])
    ) as b
    cross join lateral (
      select * from lines as l
      where l.seller_id = ${scope.sellerId} and l.currency = b.currency and ${shown(tx, query)}
        ${from === null ? sql`` : ascending ? sql`and (l.paid_at, l.key) > ${placeOf(tx, from)}` : sql`and (l.paid_at, l.key) < ${placeOf(tx, from)}`}
      order by l.paid_at ${direction}, l.key ${direction} limit ${query.limit}
    ) as l
    where ${currency}::bpchar is null or b.currency = ${currency}::bpchar
    order by l.paid_at ${direction}, l.key ${direction} limit ${query.limit}`
  return back ? [...rows].toReversed() : [...rows]
}

/** Where a line stands in the order of payments. */
const placeOf = (tx: Tx, key: string) => tx.sql`(select paid_at, key from lines where key = ${key}::uuid)`

const bucketOf = { waiting: 'pending', held: 'frozen', margin: 'reserve' } as const

/** Which lines a list holds. */
function shown(tx: Tx, { show, reason, due: within }: ListQuery) {
  const { sql } = tx
  if (show === 'all') return sql`true`
  if (show === 'released') return sql`l.state & ${happened.released}::int <> 0`
  const { all, any, none, hold } = reason === null ? { all: 0, any: 0, none: 0, hold: null } : ruleOf(reason)
  return sql`${sql.unsafe(open)} and ${sql.unsafe(`l.${bucketOf[show]} > 0`)}
    and l.state & ${all}::int = ${all}::int and (${any}::int = 0 or l.state & ${any}::int <> 0) and l.state & ${none}::int = 0
    and (${hold}::int is null or coalesce(l.hold_reason, ${holdReasonCode.other}) = ${hold}::int) and ${dueWithin(tx, within)}`
}

function dueWithin(tx: Tx, within: ListQuery['due']) {
  const { sql } = tx
  if (within === null) return sql`true`
  if (within === 'unknown') return sql`(${due(tx)}) is null`
  return sql`(${due(tx)}) < portal_now() + ${within === 'week' ? '7 days' : '30 days'}::text::interval`
}

/** What waits, counted by currency and state: some thirty rows whatever the number of orders. */
export async function openLines(tx: Tx, scope: SellerScope): Promise<OpenRow[]> {
  return tx.sql<OpenRow[]>`
    select l.currency, l.state, l.hold_reason as "holdReason", l.pending > 0 as "isPending", l.frozen > 0 as "isFrozen",
      count(*)::int as count, sum(l.pending)::bigint as pending, sum(l.frozen)::bigint as frozen, sum(l.reserve)::bigint as reserve
    from lines as l
    where l.seller_id = ${scope.sellerId} and ${tx.sql.unsafe(open)}
    group by 1, 2, 3, 4, 5`
}

/** The marketplace of a store; it never changes. */
export async function marketplaceOf(tx: Tx, scope: SellerScope): Promise<number> {
  const [row] = await tx.sql<[{ id: number }]>`select marketplace_id as id from sellers where id = ${scope.sellerId}`
  return row.id
}

/** The seller's lines of an order, in the order of payment. @param prefix of the lines' keys (keys.ts of the orders) */
export async function linesOfOrder(tx: Tx, scope: SellerScope, prefix: string, orderId: string): Promise<LineRow[]> {
  return tx.sql<LineRow[]>`
    select ${tx.sql.unsafe(columns)}
    from lines as l where ${keysOf(tx, prefix)} and l.seller_id = ${scope.sellerId} and l.order_id = ${orderId}
    order by l.paid_at, l.line_id`
}

/** What was booked on those lines, in the order in which it happened. */
export async function eventsOfOrder(tx: Tx, scope: SellerScope, prefix: string): Promise<EventRow[]> {
  return tx.sql<EventRow[]>`
    select l.key::text as line, e.type, e.detail, r.amount as refund, (extract(epoch from e.occurred_at) * 1000)::float8 as "occurredAt"
    from lines as l
    cross join lateral (
      select key, type, detail, occurred_at, booked_at from events where line = l.key and problem is null and seller_id = ${scope.sellerId}
      offset 0
    ) as e
    left join lateral (select amount from refunds where line = l.key and event = e.key limit 1) as r on true
    where ${keysOf(tx, prefix)} and l.seller_id = ${scope.sellerId}
    order by e.occurred_at, e.booked_at, e.type`
}

/** The keys of an order's lines lie side by side. */
const keysOf = ({ sql }: Tx, prefix: string) =>
  sql`l.key between ${`${prefix}${'0'.repeat(16)}`}::uuid and ${`${prefix}${'f'.repeat(16)}`}::uuid`
