import { bookBatch } from './book-batch.ts'
import type { EventProblem } from './errors.ts'
import type { MarketplaceEvent } from './event.ts'
import type { KeyedEvent, Result } from './fold.ts'
import { keyed } from './keys.ts'
import { Lanes } from './lanes.ts'

/** The answer to one event; `problem` where it was rejected. */
export type EventResult = { readonly id: string; readonly status: Result['status']; readonly problem?: EventProblem }

// Measured (e2e/bench): four lanes feed two cores; a transaction of a thousand events takes some 40 ms.
const laneOptions = { lanes: 4, together: 64, most: 1000, limit: 32_000 }

const lanesOf = new Map<number, Lanes<KeyedEvent, Result>>()

/**
 * Books events of a marketplace, each once for ever, and answers in the order given. An event never spoils its neighbours.
 * After any failure, sending the same events again is right.
 * @throws Overloaded when too much is waiting, UnknownOutcome when a COMMIT was not answered
 */
export async function postEvents(marketplaceId: number, events: readonly MarketplaceEvent[]): Promise<EventResult[]> {
  let lanes = lanesOf.get(marketplaceId)
  if (!lanes) lanesOf.set(marketplaceId, (lanes = new Lanes(laneOptions, (batch) => bookBatch(marketplaceId, batch))))
  const entries = events.map((event) => keyed(marketplaceId, event))
  const together = crossesSellers(entries)
  const results = await lanes.submit(entries, (entry) => (together ? 0 : laneNumber(entry.event.sellerId)))
  return results.map((result, at) => ({ id: (events[at] as MarketplaceEvent).id, ...result }))
}

/**
 * Whether the outcome depends on the order among sellers: an id or a line that two of them name. Such a request stays in one lane,
 * since the contract promises that a batch is judged in its order.
 */
function crossesSellers(entries: readonly KeyedEvent[]): boolean {
  const sellerOf = new Map<string, string>()
  for (const { key, line, event } of entries) {
    for (const name of line ? [key, line] : [key]) {
      const seller = sellerOf.get(name)
      if (seller === undefined) sellerOf.set(name, event.sellerId)
      else if (seller !== event.sellerId) return true
    }
  }
  return false
}

/** A small hash that spreads names evenly (FNV-1a). */
function laneNumber(name: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
