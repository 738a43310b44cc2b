import type { SellerScope } from '#server/platform/actor.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { type RequestState, type CanAsk, canAsk } from './request.ts'
import * as store from './statements.ts'

/** A line of an order: the newest request for its release, and whether one can be made now. */
export type LineRequest = { readonly lineId: string; readonly request: RequestState | null; readonly can: CanAsk }

/** What was asked for an order and may be, a line each; none where the seller has no line of it. */
export async function readOrderRequests(scope: SellerScope, orderId: string): Promise<LineRequest[]> {
  requirePermission(scope, 'money.read')
  const lines = await sellerRead(scope, (tx) => store.linesOfOrder(tx, scope, orderId))
  return lines.map((line) => ({ lineId: line.lineId, request: line.request, can: canAsk(line) }))
}
