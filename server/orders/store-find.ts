import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { eventKey, type Named } from './keys.ts'
import { ofOrder } from './store-line.ts'

/** The marketplace on which the seller sells. */
export async function marketplaceOf(tx: Tx, scope: SellerScope): Promise<number> {
  const [row] = await tx.sql<[{ id: number }]>`select marketplace_id as id from sellers where id = ${scope.sellerId}`
  return row.id
}

/** Lines of the seller's order. */
export async function linesByOrder(tx: Tx, scope: SellerScope, marketplaceId: number, orderId: string): Promise<Named[]> {
  return tx.sql<Named[]>`
    select l.key::text as line, null as event from lines as l
    where ${ofOrder(tx, marketplaceId, orderId)} and l.seller_id = ${scope.sellerId}`
}

/** Lines of the seller that bear this id, those paid last first; in several orders there may be the same one. */
export async function linesByName(tx: Tx, scope: SellerScope, lineId: string, limit: number): Promise<Named[]> {
  return tx.sql<Named[]>`
    select key::text as line, null as event from lines
    where seller_id = ${scope.sellerId} and line_id = ${lineId} order by paid_at desc, key desc limit ${limit}`
}

/** The line of one event of the seller's. */
export async function lineByEvent(tx: Tx, scope: SellerScope, marketplaceId: number, id: string): Promise<Named[]> {
  return tx.sql<Named[]>`
    select line::text, key::text as event from events
    where key = ${eventKey(marketplaceId, id)}::uuid and seller_id = ${scope.sellerId} and line is not null`
}
