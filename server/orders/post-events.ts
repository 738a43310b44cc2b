import { errorFields, log } from '#server/platform/log.ts'
import { bisectBatch } from './bisect-batch.ts'
import { bookBatch, type Booked } from './book-batch.ts'
import type { EventProblem } from './errors.ts'
import type { MarketplaceEvent } from './event.ts'
import type { KeyedEvent, Result } from './facts.ts'
import { keyed } from './keys.ts'
import { Lanes } from './lanes.ts'
import { settleStranded } from './settle-stranded.ts'

/** The result of one event; `problem` where it was rejected. */
export type EventResult = { readonly id: string; readonly status: Result['status']; readonly problem?: EventProblem }

// Measured (e2e/bench): four lanes feed two cores; a transaction of a thousand events takes some 40 ms.
const laneOptions = { lanes: 4, together: 64, most: 1000, limit: 32_000 }

const lanesOf = new Map<number, Lanes<KeyedEvent, Booked>>()

/**
 * Books events of a marketplace, each once, and answers in the order given. An invalid event does not affect the others.
 * After any failure, sending the same events again is safe.
 * @throws Overloaded when too much is waiting, UnknownOutcome when a COMMIT was not answered, EventFailed for events that a bug fails, while the others are booked
 */
export async function postEvents(marketplaceId: number, events: readonly MarketplaceEvent[]): Promise<EventResult[]> {
  const lanes = lanesOf.get(marketplaceId) ?? newLanes(marketplaceId)
  const entries = events.map((event) => keyed(marketplaceId, event))
  const together = crossesSellers(entries)
  const results = await lanes.submit(entries, (entry) => (together ? 0 : laneNumber(entry.event.sellerId)))
  const left = new Set(results.flatMap((result, at) => (result.left ? (entries[at] as KeyedEvent).event.sellerId : [])))
  if (left.size > 0) await settleRest(marketplaceId, [...left])
  return results.map(({ status, problem }, at) => {
    const { id } = events[at] as MarketplaceEvent
    return problem ? { id, status, problem } : { id, status }
  })
}

/** How long a request waits for the events that its own woke; then a job continues. Milliseconds. */
const patience = 20_000

/** Settles the events that waited for these booked ones, in further transactions, so that the caller then reads their effect. */
async function settleRest(marketplaceId: number, sellers: readonly string[]): Promise<void> {
  try {
    await settleStranded({ marketplaceId, sellers }, AbortSignal.timeout(patience))
  } catch (error) {
    log.error(errorFields(error), 'what waited for the events of a request is left to the job')
  }
}

function newLanes(marketplaceId: number): Lanes<KeyedEvent, Booked> {
  const book = (batch: readonly KeyedEvent[]) => bookBatch(marketplaceId, batch)
  const bisect = (batch: readonly KeyedEvent[], failure: unknown) => bisectBatch(batch, failure, ({ event }) => event.id, book)
  const lanes = new Lanes<KeyedEvent, Booked>(laneOptions, book, bisect)
  lanesOf.set(marketplaceId, lanes)
  return lanes
}

/**
 * Whether the outcome depends on the order among sellers: two of them name one event id (also to withdraw it) or one line. Such a request
 * stays in one lane, because the API promises to process a batch in its order.
 */
function crossesSellers(entries: readonly KeyedEvent[]): boolean {
  const sellerOf = new Map<string, string>()
  for (const { key, line, target, event } of entries) {
    for (const name of [key, line, target]) {
      if (name === null) continue
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
