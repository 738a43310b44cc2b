import type { SellerScope } from '#server/platform/actor.ts'
import { sellerRead } from '#server/platform/tx.ts'
import * as store from './store-find.ts'

/**
 * The marketplace on which a seller sells. Keys of lines and events are made of it, so it is a reading of its own, before those that
 * go by key; it never changes, so what follows is still of one snapshot.
 */
export async function findMarketplace(scope: SellerScope): Promise<number> {
  return sellerRead(scope, (tx) => store.marketplaceOf(tx, scope))
}
