import { type MemberScope, personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import type { Locale } from '#server/platform/locale.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerTx } from '#server/platform/tx.ts'
import { type OpeningReason, whyNotOpen } from './opening.ts'
import { notifyStore } from './statements.ts'
import * as store from './store.ts'
import { termsHash, termsVersion } from './terms.ts'

/** Who opens, as the session gate read them on this call. */
export type Opener = {
  readonly emailConfirmed: boolean
  readonly secondFactor: boolean
}

/**
 * Opens a store's funds account: from then on its people see what was booked, before and after. Accepting the terms is
 * part of it and is kept with version, language, hash of the words, person and time.
 * @param terms the version that was ticked and the language it was read in; version null where the box was left empty
 * @returns why not, where something is missing; nothing was changed then
 */
export async function openAccount(
  scope: MemberScope,
  opener: Opener,
  terms: { readonly version: string | null; readonly locale: Locale },
): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: OpeningReason }> {
  requirePermission(scope, 'account.open')
  return sellerTx(scope, async (tx) => {
    const seller = await store.lockSeller(tx, scope)
    const { emailConfirmed, secondFactor } = opener
    const reason = whyNotOpen({ owner: scope.role === 'owner', ...seller, emailConfirmed, secondFactor }, terms.version, termsVersion)
    if (reason) return { ok: false, reason }
    await store.acceptTerms(tx, scope, termsVersion, terms.locale, termsHash(terms.locale))
    await store.updateOpened(tx, scope)
    await notifyStore(tx, scope)
    await audit(tx, personActor(scope), 'account.opened', { terms: termsVersion, locale: terms.locale }, scope.sellerId)
    return { ok: true }
  })
}
