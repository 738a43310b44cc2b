import { type MemberScope, personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead, sellerTx } from '#server/platform/tx.ts'
import { amountsOf } from './criteria.ts'
import { EntryFilter } from './schema.ts'
import { insertView, lockViews } from './statements-views.ts'
import { deleteView, viewNames, views } from './store-views.ts'
import { type KeepReason, type View, whyNotKeep } from './view.ts'

export type { View } from './view.ts'

export type Kept = { readonly ok: true } | { readonly ok: false; readonly reason: KeepReason }

/** The views that a person keeps in a store, by name. One that this program can't read any more is left out. */
export async function listViews(scope: MemberScope): Promise<View[]> {
  requirePermission(scope, 'view.keep')
  const rows = await sellerRead(scope, (tx) => views(tx, scope))
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
export async function keepView(scope: MemberScope, view: View): Promise<Kept> {
  requirePermission(scope, 'view.keep')
  amountsOf(view.filter, view.currency)
  return sellerTx(scope, async (tx) => {
    await lockViews(tx, scope)
    const reason = whyNotKeep(await viewNames(tx, scope), view.name)
    if (reason) return { ok: false, reason }
    await insertView(tx, scope, view)
    await audit(tx, personActor(scope), 'view.kept', { currency: view.currency }, scope.sellerId)
    return { ok: true }
  })
}

/** Forgets a view; one that isn't there is forgotten already. */
export async function removeView(scope: MemberScope, name: string): Promise<void> {
  requirePermission(scope, 'view.keep')
  await sellerTx(scope, async (tx) => {
    if (!(await deleteView(tx, scope, name))) return
    await audit(tx, personActor(scope), 'view.removed', {}, scope.sellerId)
  })
}
