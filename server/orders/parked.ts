import type { MarketplaceEvent } from './event.ts'

/** A parked event as JSON: amounts are tagged strings, since JSON has no integers of their size. */
export function preserve(event: MarketplaceEvent): string {
  return JSON.stringify(event, (_name, value: unknown) => (typeof value === 'bigint' ? { minor: value.toString() } : value))
}

/** Reads an event that `preserve` wrote, as parsed by the driver. */
export function revive(json: unknown): MarketplaceEvent {
  return restored(json) as MarketplaceEvent
}

function restored(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  const fields = Object.entries(value)
  if (fields.length === 1 && fields[0]?.[0] === 'minor' && typeof fields[0][1] === 'string') return BigInt(fields[0][1])
  return Object.fromEntries(fields.map(([name, inner]) => [name, restored(inner)]))
}
