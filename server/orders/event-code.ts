import type { EventType } from './event.ts'

/** Codes of `events.type` and `parked.type`. Never renumbered. */
export const eventTypeCode = {
  'seller.upserted': 1,
  'order.paid': 2,
  'order.shipped': 3,
  'order.delivered': 4,
  'order.confirmed': 5,
  'order.released': 6,
  'margin.released': 7,
  'order.held': 8,
  'order.unheld': 9,
  'order.refunded': 10,
  'order.cancelled': 11,
  'seller.closed': 12,
  'seller.reopened': 13,
  'event.withdrawn': 14,
} as const satisfies Record<EventType, number>

const typeOf = new Map<number, EventType>(Object.entries(eventTypeCode).map(([type, code]) => [code, type as EventType]))

/** The type behind a code of the database. */
export function eventTypeOf(code: number): EventType {
  const type = typeOf.get(code)
  if (!type) throw new Error(`no event type has code ${code}`)
  return type
}
