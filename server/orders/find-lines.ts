import type { SellerScope } from '#server/platform/actor.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { findMarketplace } from './find-marketplace.ts'
import type { Named } from './keys.ts'
import * as store from './store-find.ts'

/**
 * The lines of a seller that a reference names exactly: all of an order by the order's id, one by its own id, or the one that an
 * event was about. None where nothing of this seller has the name.
 */
export async function findLines(scope: SellerScope, reference: string): Promise<Named[]> {
  const marketplaceId = await findMarketplace(scope)
  const found = await sellerRead(scope, (tx) =>
    Promise.all([
      store.linesByOrder(tx, scope, marketplaceId, reference),
      store.linesByName(tx, scope, reference),
      store.lineByEvent(tx, scope, marketplaceId, reference),
    ]),
  )
  return found.flat()
}
