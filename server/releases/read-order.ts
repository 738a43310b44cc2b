import { type ReleaseTerm, releaseTerm } from '#server/orders/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead, type Tx } from '#server/platform/tx.ts'
import { stateOf } from '#server/sellers/index.ts'
import { type Order, orderOf } from './order.ts'
import * as store from './statements.ts'

export type OrderPage = {
  readonly asOf: number
  readonly state: string
  readonly order: Order
  /** When money is released where the marketplace gives no date. */
  readonly term: ReleaseTerm
}

/**
 * An order with its lines, what happened to them and where the money is. An order of several sellers shows each of them only their
 * own lines.
 * @param orderId the marketplace's own
 * @returns null where no line of it was paid to this seller
 */
export async function readOrder(scope: SellerScope, orderId: string): Promise<OrderPage | null> {
  requirePermission(scope, 'money.read')
  return sellerRead(scope, async (tx) => {
    const [state, order, term, at] = await Promise.all([stateOf(tx, scope), orderIn(tx, scope, orderId), releaseTerm(tx, scope), now(tx)])
    return order && { asOf: at.getTime(), state, order, term }
  })
}

/** A seller's lines of an order within a reading of somebody else's, such as staff's; null where there is none. */
export async function orderIn(tx: Tx, scope: SellerScope, orderId: string): Promise<Order | null> {
  const [lines, events] = await Promise.all([store.linesOfOrder(tx, scope, orderId), store.eventsOfOrder(tx, scope, orderId)])
  return orderOf(orderId, lines, events)
}
