import type { Tx } from '#server/platform/tx.ts'
import { protectionDaysIn } from '#server/policies/index.ts'
import { orderPrefix } from './keys.ts'

// Parts of statements that read lines, for every room that does. Each names the line `l`.

/** That a line is one of an order, whosever it is: they lie side by side in the key. */
export function ofOrder({ sql }: Tx, marketplaceId: number, orderId: string) {
  const prefix = orderPrefix(marketplaceId, orderId)
  return sql`(l.key between ${`${prefix}${'0'.repeat(16)}`}::uuid and ${`${prefix}${'f'.repeat(16)}`}::uuid and l.order_id = ${orderId})`
}

/** `expectedRelease` of a line that is not cancelled; a test holds the two together. */
export function expectedIn(tx: Tx) {
  return tx.sql`coalesce(l.expected_at, l.delivered_at + ${protectionDaysIn(tx)} * interval '24 hours')`
}
