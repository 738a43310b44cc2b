import type { HoldReason, MarketplaceEvent } from './event.ts'
import type { Line } from './line.ts'

/**
 * What a batch changes on a line beside its money: instants in epoch milliseconds, null where the batch says nothing. Of
 * `shipped` and the like the newest wins; an expected date or a hold wins by the newest occurred_at of its event.
 */
export type Dates = {
  shippedAt: number | null
  deliveredAt: number | null
  confirmedAt: number | null
  releasedAt: number | null
  marginUntil: number | null
  expectedAt: number | null
  expectedAsOf: number | null
  holdReason: HoldReason | null
  holdUntil: number | null
  holdAsOf: number | null
}

export type LineChange = Dates & { readonly line: Line }

const nothing: Dates = {
  shippedAt: null,
  deliveredAt: null,
  confirmedAt: null,
  releasedAt: null,
  marginUntil: null,
  expectedAt: null,
  expectedAsOf: null,
  holdReason: null,
  holdUntil: null,
  holdAsOf: null,
}

/** The dates that an event brings. */
export function changeOf(event: MarketplaceEvent): Dates {
  const dates = { ...nothing }
  switch (event.type) {
    case 'order.shipped':
      dates.shippedAt = event.at
      break
    case 'order.delivered':
      dates.deliveredAt = event.at
      break
    case 'order.confirmed':
      dates.confirmedAt = event.at
      break
    case 'order.released':
      dates.releasedAt = event.occurredAt
      dates.marginUntil = event.marginUntil
      break
    case 'order.held':
      dates.holdReason = event.reason
      dates.holdUntil = event.until
      dates.holdAsOf = event.occurredAt
      break
    default:
  }
  if ('expectedReleaseAt' in event && event.expectedReleaseAt !== null) {
    dates.expectedAt = event.expectedReleaseAt
    dates.expectedAsOf = event.occurredAt
  }
  return dates
}

/** Adds an event's dates to what the batch has changed on its line so far. */
export function mergeChange(changed: Map<string, LineChange>, key: string, line: Line, dates: Dates): void {
  const before = changed.get(key)
  if (!before) {
    changed.set(key, { ...dates, line })
    return
  }
  before.shippedAt = latest(before.shippedAt, dates.shippedAt)
  before.deliveredAt = latest(before.deliveredAt, dates.deliveredAt)
  before.confirmedAt = latest(before.confirmedAt, dates.confirmedAt)
  before.releasedAt ??= dates.releasedAt
  before.marginUntil ??= dates.marginUntil
  if (dates.expectedAsOf !== null && dates.expectedAsOf >= (before.expectedAsOf ?? -Infinity)) {
    before.expectedAt = dates.expectedAt
    before.expectedAsOf = dates.expectedAsOf
  }
  if (dates.holdAsOf !== null && dates.holdAsOf >= (before.holdAsOf ?? -Infinity)) {
    before.holdReason = dates.holdReason
    before.holdUntil = dates.holdUntil
    before.holdAsOf = dates.holdAsOf
  }
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b > a) ? b : a
}
