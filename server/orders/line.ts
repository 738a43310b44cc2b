import type { HoldReason } from './event.ts'

/** The bits of `lines.state`: what has happened to a line; `held` while any of its holds is open. */
export const happened = { shipped: 1, delivered: 2, confirmed: 4, released: 8, held: 16, cancelled: 32 } as const

/** Codes of `lines.hold_reason` and `holds.reason`. */
export const holdReasonCode = { dispute: 1, risk: 2, legal: 3, other: 4 } as const satisfies Record<HoldReason, number>

const holdReasons = new Map(Object.entries(holdReasonCode).map(([reason, code]) => [code as number, reason as HoldReason]))

/** The reason behind a code of the database; null where there is none. */
export function holdReasonOf(code: number | null): HoldReason | null {
  return code === null ? null : (holdReasons.get(code) ?? null)
}

/** A line (child order) as the event path decides on it. Amounts in minor units of `currency`. */
export type Line = {
  readonly sellerId: number
  readonly currency: string
  readonly net: bigint
  pending: bigint
  frozen: bigint
  reserve: bigint
  refunded: bigint
  /** Bits of `happened`. */
  state: number
}

/** Whether all of `bit` has happened to the line. */
export function has(line: { readonly state: number }, bit: number): boolean {
  return (line.state & bit) !== 0
}

export type LineStatus = 'awaiting_shipment' | 'in_transit' | 'delivered' | 'confirmed' | 'released' | 'held' | 'cancelled' | 'refunded'

/** The status of a line, as the API and pages name it. */
export function statusOf(line: { readonly state: number; readonly net: bigint; readonly refunded: bigint }): LineStatus {
  if (has(line, happened.cancelled)) return 'cancelled'
  if (line.refunded > 0n && line.refunded === line.net) return 'refunded'
  if (has(line, happened.held)) return 'held'
  if (has(line, happened.released)) return 'released'
  if (has(line, happened.confirmed)) return 'confirmed'
  if (has(line, happened.delivered)) return 'delivered'
  return has(line, happened.shipped) ? 'in_transit' : 'awaiting_shipment'
}

const day = 86_400_000

/** When a line's money is released where the marketplace gives no date: this many days after delivery, or after shipment for a closed store. */
export type ReleaseTerm = { readonly closed: boolean; readonly days: number }

/**
 * When the money is expected: the newest date that the marketplace gave, else the date by the term, else unknown.
 * @returns epoch milliseconds, null where there is no date yet or nothing is left to wait for
 */
export function expectedRelease(
  line: { readonly state: number } & Readonly<Record<'shippedAt' | 'deliveredAt' | 'expectedAt', number | null>>,
  { closed, days }: ReleaseTerm,
): number | null {
  if (has(line, happened.cancelled)) return null
  if (line.expectedAt !== null) return line.expectedAt
  const from = closed ? (line.shippedAt ?? line.deliveredAt) : line.deliveredAt
  return from === null ? null : from + days * day
}
