import { findMarketplace, type ReleaseTerm, releaseTerm } from '#server/orders/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { stateOf } from '#server/sellers/index.ts'
import { type Order, orderOf } from './order.ts'
import * as store from './store.ts'

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
  const marketplaceId = await findMarketplace(scope)
  return sellerRead(scope, async (tx) => {
    const [state, lines, events, term, at] = await Promise.all([
      stateOf(tx, scope),
      store.linesOfOrder(tx, scope, marketplaceId, orderId),
      store.eventsOfOrder(tx, scope, marketplaceId, orderId),
      releaseTerm(tx, scope),
      now(tx),
    ])
    const order = orderOf(orderId, lines, events)
    return order && { asOf: at.getTime(), state, order, term }
  })
}
