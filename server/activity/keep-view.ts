import type { SellerScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { sellerRead, sellerTx } from '#server/platform/tx.ts'
import { amountsOf } from './criteria.ts'
import { EntryFilter } from './schema.ts'
import * as store from './store-views.ts'
import { type KeepReason, type View, whyNotKeep } from './view.ts'

export type { View } from './view.ts'

type Person = { readonly userId: number; readonly sessionId: string }

export type Kept = { readonly ok: true } | { readonly ok: false; readonly reason: KeepReason }

/** The views that a person keeps in a store, by name. One that this program can't read any more is left out. */
export async function listViews(scope: SellerScope, userId: number): Promise<View[]> {
  const rows = await sellerRead(scope, (tx) => store.views(tx, scope, userId))
  return rows.flatMap(({ name, currency, filter }) => {
    const read = EntryFilter.safeParse(filter)
    return read.success ? [{ name, currency, filter: read.data }] : []
  })
}

/**
 * Keeps a filter under a name.
 * @returns why not; nothing was kept then
 * @throws Refusal invalid_input where an amount has more digits than the currency
 */
export async function keepView(scope: SellerScope, { userId, sessionId }: Person, view: View): Promise<Kept> {
  amountsOf(view.filter, view.currency)
  return sellerTx(scope, async (tx) => {
    const reason = whyNotKeep(await store.lockNames(tx, scope, userId), view.name)
    if (reason) return { ok: false, reason }
    await store.insertView(tx, scope, userId, view)
    await audit(tx, { kind: 'person', userId, sessionId }, 'view.kept', { currency: view.currency }, scope.sellerId)
    return { ok: true }
  })
}

/** Forgets a view; one that isn't there is forgotten already. */
export async function removeView(scope: SellerScope, { userId, sessionId }: Person, name: string): Promise<void> {
  await sellerTx(scope, async (tx) => {
    if (!(await store.deleteView(tx, scope, userId, name))) return
    await audit(tx, { kind: 'person', userId, sessionId }, 'view.removed', {}, scope.sellerId)
  })
}
