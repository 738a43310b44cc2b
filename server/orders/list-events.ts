import { batchTx } from '#server/platform/tx.ts'
import * as store from './store-read.ts'
import type { EventView } from './views.ts'

/**
 * A marketplace's events that wait, or that turned out impossible, newest first.
 * @param page at most `limit` of them, after the event `after` of the page before
 */
export async function listEvents(
  marketplaceId: number,
  status: 'parked' | 'rejected',
  page: { readonly limit: number; readonly after: string | null },
): Promise<EventView[]> {
  return batchTx((tx) => store.eventsByStatus(tx, marketplaceId, status, page))
}
