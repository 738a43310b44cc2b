import type { SellerScope } from '#server/platform/actor.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { type OpeningReason, whyNotYet } from './opening.ts'
import * as store from './store.ts'
import { termsVersion } from './terms.ts'

export type { OpeningReason }

/** The account's way to being open: whose it is, what is in force, and whether it may be opened or why not yet. */
export type Opening = {
  readonly marketplace: string
  readonly termsVersion: string
  readonly can: { readonly open: { readonly ok: true } | { readonly ok: false; readonly reason: OpeningReason } }
}

/**
 * What the page that opens an account shows.
 * @param person what the session gate read of the one who asks
 */
export async function readOpening(
  scope: SellerScope,
  person: { readonly emailConfirmed: boolean; readonly secondFactor: boolean },
): Promise<Opening> {
  requirePermission(scope, 'money.read')
  const { marketplace, opened, closed } = await sellerRead(scope, (tx) => store.seller(tx, scope))
  const reason = whyNotYet({ owner: scope.role === 'owner', opened, closed, ...person })
  return { marketplace, termsVersion, can: { open: reason ? { ok: false, reason } : { ok: true } } }
}
