import { expectedIn } from '#server/orders/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { todayOf } from '#server/sellers/index.ts'

// Where a line's money waits and until when: the one definition, for lists, orders, reasons and days alike. Parts of statements that
// name the line `l`.

/** The condition of the index lines_open, in its very words. */
export const open = 'l.pending + l.frozen + l.reserve > 0'

/** The bucket in which the money waits; null where none does. */
export const bucketIn = `case when l.pending > 0 then 'pending' when l.frozen > 0 then 'frozen' when l.reserve > 0 then 'reserve' end`

/**
 * When what waits should become available; null where nobody can say. A release: the orders' `expectedRelease`. Held money can't come
 * before its hold ends, so it is the later of the two dates, and while either is open there is none: a day that the hold may well
 * outlast would be a promise, and the end of a hold alone releases nothing. A margin: the day of its return.
 */
export function dueIn(tx: Tx, scope: SellerScope) {
  const expected = expectedIn(tx, scope)
  return tx.sql`case
    when l.pending > 0 then ${expected}
    when l.frozen > 0 then case when l.hold_until > ${expected} then l.hold_until when l.hold_until is not null then ${expected} end
    when l.reserve > 0 then l.margin_until end`
}

/** Whether that was before today, in the zone of `z`. A day counts to its end: what is due at nine is not late at ten. */
export function lateIn(tx: Tx, scope: SellerScope) {
  return tx.sql`coalesce(((${dueIn(tx, scope)}) at time zone z.zone)::date < z.today, false)`
}

/**
 * What waits of each line of a seller, in one currency or in all, as a table `w`: what decides on its reason, `minor` units, `at` and
 * the `day` that this is in the seller's zone. Over lines_open, so it costs what is open, not the history.
 */
export function waiting(tx: Tx, scope: SellerScope, currency: string | null) {
  const { sql } = tx
  return sql`(
    select *, (at at time zone zone)::date as day, coalesce((at at time zone zone)::date < today, false) as late
    from (
      select z.*, l.key, l.currency, l.order_id as "orderId", l.line_id as "lineId", l.state, l.hold_reason as "holdReason",
        ${sql.unsafe(bucketIn)} as bucket, l.pending + l.frozen + l.reserve as minor, ${dueIn(tx, scope)} as at
      from ${todayOf(tx, scope)} cross join lines as l
      where l.seller_id = ${scope.sellerId} ${currency === null ? sql`` : sql`and l.currency = ${currency}`} and ${sql.unsafe(open)}
    ) as l) as w`
}
