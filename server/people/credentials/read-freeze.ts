import type { SellerScope } from '#server/platform/actor.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { frozenSince } from './store.ts'

/** When the store's money was frozen because a member undid a change of credentials; null where it is not. */
export async function readFreeze(scope: SellerScope): Promise<Date | null> {
  requirePermission(scope, 'money.read')
  return sellerRead(scope, (tx) => frozenSince(tx, scope.sellerId))
}
