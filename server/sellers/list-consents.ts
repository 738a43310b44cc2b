import type { SellerScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { consents } from './statements.ts'
import type { Consent } from './terms.ts'

/** What was accepted for a store, the newest first, and the portal's time (epoch milliseconds). */
export async function listConsents(scope: SellerScope): Promise<{ readonly asOf: number; readonly consents: readonly Consent[] }> {
  requirePermission(scope, 'money.read')
  return sellerRead(scope, async (tx) => {
    const [accepted, at] = await Promise.all([consents(tx, scope), now(tx)])
    return { asOf: at.getTime(), consents: accepted }
  })
}
