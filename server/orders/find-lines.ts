import type { SellerScope } from '#server/platform/actor.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead } from '#server/platform/tx.ts'
import type { LineReference } from './keys.ts'
import * as store from './statements-find.ts'

/** Most lines of one id; some marketplaces number the lines of every order from 1. */
const mostOfOneName = 100

/** The lines of a reference, each once. `newest`: more lines have it as their id, and these are the ones paid last. */
export type ReferenceMatch = { readonly lines: readonly LineReference[]; readonly newest: number | null }

/**
 * Finds the lines of a seller by an exact reference: an order's id, a line's id, or the id of an event on the line. Empty where this
 * seller has none.
 */
export async function findLines(scope: SellerScope, reference: string): Promise<ReferenceMatch> {
  requirePermission(scope, 'money.read')
  const [ofOrder, ofName, ofEvent] = await sellerRead(scope, (tx) =>
    Promise.all([
      store.linesByOrder(tx, scope, reference),
      // One more than the limit shows whether there are more.
      store.linesByName(tx, scope, reference, mostOfOneName + 1),
      store.lineByEvent(tx, scope, reference),
    ]),
  )
  // One reference may be the id of an order, of its line and of an event. The whole line includes its event, so it comes last and wins.
  const named = [...ofEvent, ...ofName.slice(0, mostOfOneName), ...ofOrder]
  return { lines: [...new Map(named.map((one) => [one.line, one])).values()], newest: ofName.length > mostOfOneName ? mostOfOneName : null }
}
