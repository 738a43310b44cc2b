import { type MemberScope, personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerTx } from '#server/platform/tx.ts'
import * as store from './store.ts'

/**
 * Chooses the zone in which a store's days begin and end. From then on the marketplace's announcements leave it alone, and
 * every page, past days included, counts its days anew.
 * @param zone IANA name, known (schema.ts)
 */
export async function chooseTimeZone(scope: MemberScope, zone: string): Promise<void> {
  requirePermission(scope, 'store.settings')
  await sellerTx(scope, async (tx) => {
    const { timeZone: before } = await store.lockSeller(tx, scope)
    await store.updateTimeZone(tx, scope, zone)
    await audit(tx, personActor(scope), 'store.time_zone_chosen', { before, zone }, scope.sellerId)
  })
}
