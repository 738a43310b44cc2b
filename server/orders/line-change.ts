import type { MarketplaceEvent } from './event.ts'
import type { HoldShown } from './hold.ts'
import type { Line } from './line.ts'
import { isNewer, type Stamp, stampOf } from './newer.ts'

/**
 * The changes of a line by a batch: its money, its dates and the hold that it shows. Dates are epoch milliseconds, null where unchanged. Of
 * past dates the latest wins, of expected dates that of the newest event.
 */
export type LineChange = {
  readonly line: Line
  shippedAt: number | null
  deliveredAt: number | null
  confirmedAt: number | null
  releasedAt: number | null
  marginUntil: number | null
  expectedAt: number | null
  expectedBy: Stamp | null
  /** The shown hold, decided from all holds of the line; null where no hold changed. */
  hold: HoldShown | null
}

/**
 * The change of a line by an event. Every field is written out (no spread), because an object is made for each event.
 * @param hold the shown hold after the event
 */
export function changeOf(event: MarketplaceEvent, line: Line, hold: HoldShown | null = null): LineChange {
  const change: LineChange = {
    line,
    shippedAt: null,
    deliveredAt: null,
    confirmedAt: null,
    releasedAt: null,
    marginUntil: null,
    expectedAt: null,
    expectedBy: null,
    hold,
  }
  switch (event.type) {
    case 'order.shipped':
      change.shippedAt = event.at
      break
    case 'order.delivered':
      change.deliveredAt = event.at
      break
    case 'order.confirmed':
      change.confirmedAt = event.at
      break
    case 'order.released':
      change.releasedAt = event.occurredAt
      change.marginUntil = event.marginUntil
      break
    default:
  }
  if ('expectedReleaseAt' in event && event.expectedReleaseAt !== null) {
    change.expectedAt = event.expectedReleaseAt
    change.expectedBy = stampOf(event)
  }
  return change
}

/** Merges an event's change into the batch's change of the line. */
export function mergeChange(changed: Map<string, LineChange>, key: string, change: LineChange): void {
  const before = changed.get(key)
  if (!before) {
    changed.set(key, change)
    return
  }
  before.shippedAt = latest(before.shippedAt, change.shippedAt)
  before.deliveredAt = latest(before.deliveredAt, change.deliveredAt)
  before.confirmedAt = latest(before.confirmedAt, change.confirmedAt)
  before.releasedAt ??= change.releasedAt
  before.marginUntil ??= change.marginUntil
  if (change.expectedBy !== null && isNewer(change.expectedBy, before.expectedBy)) {
    before.expectedAt = change.expectedAt
    before.expectedBy = change.expectedBy
  }
  before.hold = change.hold ?? before.hold
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b > a) ? b : a
}
