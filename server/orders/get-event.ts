import { marketplaceRead } from '#server/platform/tx.ts'
import * as store from './statements-read.ts'
import type { EventView } from './views.ts'

/**
 * The status of an event.
 * @param id the marketplace's id of the event
 * @returns null where it was never sent, or was rejected and its id stayed free
 */
export async function getEvent(marketplaceId: number, id: string): Promise<EventView | null> {
  return marketplaceRead(marketplaceId, (tx) => store.event(tx, marketplaceId, id))
}
