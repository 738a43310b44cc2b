import { happened, has, holdReasonCode, type HoldReason } from '#server/orders/index.ts'

/** What a line still holds, by the bucket that it lies in. */
export type Part = {
  readonly bucket: 'pending' | 'frozen' | 'reserve'
  /** Bits of the line (server/orders/line.ts). */
  readonly state: number
  /** Code of why it is held, or was. */
  readonly holdReason: number | null
  /** Whether a date is known on which the money should come. */
  readonly dated: boolean
  /** Whether that date lies before today in the seller's zone. */
  readonly past: boolean
}

/** Why a line's money is not there yet. */
export const lineBlockers = [
  'shipment',
  'delivery',
  'protection',
  'releasing',
  'overdue',
  'dispute',
  'risk',
  'legal',
  'other',
  'margin',
] as const

export type LineBlocker = (typeof lineBlockers)[number]

/** Everything that keeps money from being available: what lines wait for, and what the books say beside them. */
export type BlockerKind = LineBlocker | 'processing' | 'debt'

/** Who can do something about it; `nobody` where it settles by itself. */
export type ActsNext = 'you' | 'buyer' | 'carrier' | 'marketplace' | 'bank' | 'nobody'

const reasons = new Map<number, HoldReason>(Object.entries(holdReasonCode).map(([reason, code]) => [code, reason as HoldReason]))

/** The one reason that is given for a part: what binds hardest comes first. */
export function blockerOf(part: Part): LineBlocker {
  if (part.bucket === 'reserve') return 'margin'
  if (isHeld(part)) return reasons.get(part.holdReason ?? 0) ?? 'other'
  if (part.dated && part.past) return 'overdue'
  if (has(part, happened.confirmed)) return 'releasing'
  if (has(part, happened.delivered)) return 'protection'
  return has(part, happened.shipped) ? 'delivery' : 'shipment'
}

/**
 * How sure a part's date is: `confirmed` where the parcel has arrived or the marketplace gave the date, and nothing holds the
 * money; `margin` is kept until its own date; everything else is `atRisk`: held, or not delivered and without a date.
 */
export function certaintyOf(part: Part): 'confirmed' | 'atRisk' | 'margin' {
  if (part.bucket === 'reserve') return 'margin'
  return part.dated && !isHeld(part) ? 'confirmed' : 'atRisk'
}

/** Who must act for each blocker. A dispute is the seller's to answer; it costs most when it is left alone. */
export const actsNext: Readonly<Record<BlockerKind, ActsNext>> = {
  shipment: 'you',
  delivery: 'carrier',
  protection: 'buyer',
  releasing: 'marketplace',
  overdue: 'marketplace',
  dispute: 'you',
  risk: 'marketplace',
  legal: 'marketplace',
  other: 'marketplace',
  margin: 'nobody',
  processing: 'bank',
  debt: 'nobody',
}

function isHeld(part: Part): boolean {
  return part.bucket === 'frozen' || has(part, happened.held)
}
