import { sha256Hex } from '#server/platform/digest.ts'
import type { KeyedEvent } from './facts.ts'
import type { MarketplaceEvent } from './event.ts'

// Fixed sixteen bytes instead of texts of any length: one narrow index, and no surrogate id to look up.

/** A line by its key; with `event`, only that event of it. Keys are 32 hex digits. */
export type LineReference = { readonly line: string; readonly event: string | null }

/** Key of an event: half of SHA-256 over marketplace and id, 32 hex digits. */
export function eventKey(marketplaceId: number, id: string): string {
  return half(`${marketplaceId} ${id}`, 32)
}

/**
 * Key of a line: 64 bits of its order and 64 bits of its name within the order, 32 hex digits, so that the lines of an order
 * lie side by side in the index.
 */
export function lineKey(marketplaceId: number, orderId: string, lineId: string): string {
  return orderPrefix(marketplaceId, orderId) + half(lineId, 16)
}

/** The first half of the keys of an order's lines, 16 hex digits. */
export function orderPrefix(marketplaceId: number, orderId: string): string {
  return half(`${marketplaceId} ${orderId}`, 16)
}

/** Gives an event its keys. */
export function keyed(marketplaceId: number, event: MarketplaceEvent): KeyedEvent {
  return {
    event,
    key: eventKey(marketplaceId, event.id),
    line: 'orderId' in event ? lineKey(marketplaceId, event.orderId, event.lineId) : null,
    target: event.type === 'event.withdrawn' ? eventKey(marketplaceId, event.eventId) : null,
  }
}

function half(text: string, hexDigits: number): string {
  return sha256Hex(text).slice(0, hexDigits)
}
