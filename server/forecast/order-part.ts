import { formatMinor } from '#server/money/index.ts'
import { type Reason, reasonOf } from '#server/releases/index.ts'
import type { PartRow } from './statements.ts'

/** A child order's money that is not there yet: a decimal string, why, and when it should come (epoch milliseconds). */
export type OrderPart = {
  readonly orderId: string
  readonly lineId: string
  /** The order has other child orders of this seller. */
  readonly several: boolean
  readonly amount: string
  readonly reason: Reason
  readonly at: number | null
  /** That day is over. */
  readonly late: boolean
}

/** What is shown of a row. */
export function orderPartOf(row: PartRow, currency: string): OrderPart {
  const { orderId, lineId, several, minor, at, late } = row
  return { orderId, lineId, several, amount: formatMinor(minor, currency), reason: reasonOf(row), at, late }
}
