import { formatMinor } from '#server/money/index.ts'
import { blockerOf, type LineBlocker } from './blocker.ts'
import type { PartRow } from './store.ts'

/** A child order's money that is not there yet: a decimal string, why, and when it should come (epoch milliseconds). */
export type OrderPart = {
  readonly orderId: string
  readonly lineId: string
  readonly amount: string
  readonly blocker: LineBlocker
  readonly at: number | null
}

/** What is shown of a row. */
export function orderPartOf(row: PartRow, currency: string): OrderPart {
  const { orderId, lineId, minor, at } = row
  return { orderId, lineId, amount: formatMinor(minor, currency), blocker: blockerOf(row), at }
}
