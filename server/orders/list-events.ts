import { marketplaceRead } from '#server/platform/tx.ts'
import * as store from './statements-read.ts'
import type { EventView } from './views.ts'

/**
 * A marketplace's parked events, or those rejected after parking, newest first.
 * @param page at most `limit` of them, after the event `after` of the page before
 * @returns null where `after` is no longer in the list, so that its position is unknown
 */
export async function listEvents(
  marketplaceId: number,
  status: 'parked' | 'rejected',
  page: { readonly limit: number; readonly after: string | null },
): Promise<EventView[] | null> {
  return marketplaceRead(marketplaceId, async (tx) => {
    const { after } = page
    if (after !== null && (await store.event(tx, marketplaceId, after))?.status !== status) return null
    return store.eventsByStatus(tx, marketplaceId, status, page)
  })
}
