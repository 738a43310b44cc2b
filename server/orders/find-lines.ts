import type { SellerScope } from '#server/platform/actor.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead } from '#server/platform/tx.ts'
import type { LineReference } from './keys.ts'
import * as store from './statements-find.ts'

/** Some marketplaces number the lines of every order from 1; more of one name than these would cost a page too much. */
const mostOfOneName = 100

/** What a reference names: each line once. `newest`: more lines bear it as their own id, and so many are here, those paid last. */
export type ReferenceMatch = { readonly lines: readonly LineReference[]; readonly newest: number | null }

/**
 * The lines of a seller that a reference names exactly: all of an order by the order's id, those by their own id, or the one that an
 * event was about. None where nothing of this seller has the name.
 */
export async function findLines(scope: SellerScope, reference: string): Promise<ReferenceMatch> {
  requirePermission(scope, 'money.read')
  const [ofOrder, ofName, ofEvent] = await sellerRead(scope, (tx) =>
    Promise.all([
      store.linesByOrder(tx, scope, reference),
      // One more than is taken says whether there are more.
      store.linesByName(tx, scope, reference, mostOfOneName + 1),
      store.lineByEvent(tx, scope, reference),
    ]),
  )
  // One name may be an order's, its line's and an event's. A whole line holds what its event did, so it comes last and stays.
  const named = [...ofEvent, ...ofName.slice(0, mostOfOneName), ...ofOrder]
  return { lines: [...new Map(named.map((one) => [one.line, one])).values()], newest: ofName.length > mostOfOneName ? mostOfOneName : null }
}
