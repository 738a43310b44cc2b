import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { eventKey, type LineReference } from './keys.ts'
import { ofOrder } from './statements-line.ts'

/** Lines of the seller's order. */
export async function linesByOrder(tx: Tx, scope: SellerScope, orderId: string): Promise<LineReference[]> {
  return tx.sql<LineReference[]>`
    select l.key::text as line, null as event from lines as l
    where ${ofOrder(tx, scope.marketplaceId, orderId)} and l.seller_id = ${scope.sellerId}`
}

/** The seller's lines with this id, which several orders may use; those paid last first. */
export async function linesByName(tx: Tx, scope: SellerScope, lineId: string, limit: number): Promise<LineReference[]> {
  return tx.sql<LineReference[]>`
    select key::text as line, null as event from lines
    where seller_id = ${scope.sellerId} and line_id = ${lineId} order by paid_at desc, key desc limit ${limit}`
}

/** The line of one event of the seller's. */
export async function lineByEvent(tx: Tx, scope: SellerScope, id: string): Promise<LineReference[]> {
  return tx.sql<LineReference[]>`
    select line::text, key::text as event from events
    where key = ${eventKey(scope.marketplaceId, id)}::uuid and seller_id = ${scope.sellerId} and line is not null`
}
