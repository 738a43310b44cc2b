import { marketplaceRead } from '#server/platform/tx.ts'
import * as store from './statements-read.ts'
import type { EventView } from './views.ts'

/**
 * What became of an event.
 * @param id the marketplace's own
 * @returns null where it never came, or was rejected with its id left free
 */
export async function getEvent(marketplaceId: number, id: string): Promise<EventView | null> {
  return marketplaceRead(marketplaceId, (tx) => store.event(tx, marketplaceId, id))
}
