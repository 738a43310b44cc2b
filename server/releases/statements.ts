import { holdReasonCode, ofOrder, hasSiblingLines } from '#server/orders/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { msText } from '#server/platform/clock.ts'
import type { Tx } from '#server/platform/tx.ts'
import { todayOf } from '#server/sellers/index.ts'
import type { EventRow } from './order.ts'
import { type ReasonRule, ruleOf } from './reason.ts'
import type { LineRow } from './release.ts'
import type { ListQuery } from './schema.ts'
import { bucketIn, dueIn, lateIn, open, waiting } from './statements-waiting.ts'
import type { OpenRow } from './summary.ts'

// What a seller reads of their lines. The orders' room writes them; this one only shows them. Every statement goes by lines_paid,
// lines_open or lines_released (db/schema/orders.ts), so it costs what the page or the money that still waits costs, not what the history
// does.

const ms = (column: string) => msText(`l.${column}`)

const plain = `l.key::text, l.order_id as "orderId", l.line_id as "lineId", l.currency, l.state, l.hold_reason as "holdReason",
  l.gross, l.commission, l.escrow, l.affiliate, l.net, l.refunded, l.pending, l.frozen, l.reserve, ${bucketIn} as bucket,
  ${ms('paid_at')} as "paidAt", ${ms('released_at')} as "releasedAt", ${ms('hold_until')} as "holdUntil"`

/** Of a line `l` and the day `z`. */
const columns = (tx: Tx, scope: SellerScope) =>
  tx.sql`${tx.sql.unsafe(plain)}, ${hasSiblingLines(tx, scope, 'l.key')} as several, (extract(epoch from ${dueIn(tx, scope)}) * 1000)::float8 as "dueAt", ${lateIn(tx, scope)} as late`

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
    select ${columns(tx, scope)}
    from ${todayOf(tx, scope)}
    cross join (${currencies(tx, scope)}) as b
    cross join lateral (
      select * from lines as l
      where l.seller_id = ${scope.sellerId} and l.currency = b.currency and ${shown(tx, scope, query)}
        ${from === null ? sql`` : ascending ? sql`and (l.paid_at, l.key) > ${placeOf(tx, from)}` : sql`and (l.paid_at, l.key) < ${placeOf(tx, from)}`}
      order by l.paid_at ${direction}, l.key ${direction} limit ${query.limit}
    ) as l
    where ${currency}::bpchar is null or b.currency = ${currency}::bpchar
    order by l.paid_at ${direction}, l.key ${direction} limit ${query.limit}`
  return back ? [...rows].toReversed() : [...rows]
}

/**
 * Each currency of the seller's lines, by the key from one to the next. Not those of the books: what was sold for nothing has none.
 */
const currencies = ({ sql }: Tx, { sellerId }: SellerScope) => sql`
  with recursive own as (
    select min(currency) as currency from lines where seller_id = ${sellerId}
    union all
    select (select min(currency) from lines where seller_id = ${sellerId} and currency > own.currency) from own where currency is not null
  )
  select currency from own where currency is not null`

/** Where a line stands in the order of payments. */
const placeOf = (tx: Tx, key: string) => tx.sql`(select paid_at, key from lines where key = ${key}::uuid)`

const bucketOf = { waiting: 'pending', held: 'frozen', margin: 'reserve' } as const

/** Which lines a list holds. */
function shown(tx: Tx, scope: SellerScope, { show, reason, due: within }: ListQuery) {
  const { sql } = tx
  if (show === 'all') return sql`true`
  if (show === 'released') return sql`l.released_at is not null`
  return sql`${sql.unsafe(open)} and ${sql.unsafe(`l.${bucketOf[show]} > 0`)} and ${dueWithin(tx, scope, within)}
    and ${reason === null ? sql`true` : isFor(tx, scope, ruleOf(reason))}`
}

/** `reasonOf` as a condition, by the same rule. */
function isFor(tx: Tx, scope: SellerScope, { all, any, none, hold, late }: ReasonRule) {
  return tx.sql`(l.state & ${all}::int = ${all}::int and (${any}::int = 0 or l.state & ${any}::int <> 0) and l.state & ${none}::int = 0
    and (${hold}::int is null or coalesce(l.hold_reason, ${holdReasonCode.other}) = ${hold}::int)
    and (${late}::boolean is null or ${lateIn(tx, scope)} = ${late}::boolean))`
}

function dueWithin(tx: Tx, scope: SellerScope, within: ListQuery['due']) {
  const { sql } = tx
  if (within === null) return sql`true`
  if (within === 'unknown') return sql`(${dueIn(tx, scope)}) is null`
  return sql`(${dueIn(tx, scope)}) < portal_now() + ${within === 'week' ? '7 days' : '30 days'}::text::interval`
}

/** What waits, counted by all that decides on its reason: some thirty rows whatever the number of orders. */
export async function openLines(tx: Tx, scope: SellerScope): Promise<OpenRow[]> {
  return tx.sql<OpenRow[]>`
    select currency, bucket, state, "holdReason", late, count(*)::int as count, sum(minor)::bigint as minor
    from ${waiting(tx, scope, null)} group by 1, 2, 3, 4, 5`
}

/** The seller's lines of an order, in the order of payment. */
export async function linesOfOrder(tx: Tx, scope: SellerScope, orderId: string): Promise<LineRow[]> {
  return tx.sql<LineRow[]>`
    select ${columns(tx, scope)} from ${todayOf(tx, scope)} cross join lines as l
    where ${ofOrder(tx, scope.marketplaceId, orderId)} and l.seller_id = ${scope.sellerId}
    order by l.paid_at, l.line_id`
}

/** What was booked on those lines, in the order in which it happened. */
export async function eventsOfOrder(tx: Tx, scope: SellerScope, orderId: string): Promise<EventRow[]> {
  return tx.sql<EventRow[]>`
    select l.key::text as line, e.id, e.type, e.detail, r.amount as refund, (extract(epoch from e.occurred_at) * 1000)::float8 as "occurredAt"
    from lines as l
    cross join lateral (
      select key, id, type, detail, occurred_at, booked_at from events where line = l.key and problem is null and seller_id = ${scope.sellerId}
      offset 0
    ) as e
    left join lateral (select amount from refunds where line = l.key and event = e.key limit 1) as r on true
    where ${ofOrder(tx, scope.marketplaceId, orderId)} and l.seller_id = ${scope.sellerId}
    order by e.occurred_at, e.type, e.id`
}
