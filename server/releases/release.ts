import { formatMinor } from '#server/money/index.ts'
import { type LineStatus, statusOf } from '#server/orders/index.ts'
import { type Actor, actsNext, type Reason, reasonOf, type Waiting } from './reason.ts'

/** A line as its row in the database says it. Amounts in minor units, instants in epoch milliseconds. */
export type LineRow = {
  readonly key: string
  readonly orderId: string
  readonly lineId: string
  /** The order has other lines of this seller. */
  readonly several: boolean
  readonly currency: string
  readonly state: number
  readonly holdReason: number | null
  /** Where the money waits; null where none does. */
  readonly bucket: Waiting | null
  readonly paidAt: number
  readonly releasedAt: number | null
  /** Of the newest hold, also where that is over. */
  readonly holdUntil: number | null
  readonly dueAt: number | null
  readonly late: boolean
} & Readonly<Record<'gross' | 'net' | 'refunded' | Waiting, bigint>> &
  Readonly<Record<'commission' | 'escrow' | 'affiliate', bigint | null>>

/**
 * One line (child order) as its seller sees it. Amounts are decimal strings with the currency's digits: `received` is net − refunds
 * (nothing after a cancellation), `wait.amount` what of it has not come yet, `released` what has.
 */
export type Release = {
  readonly key: string
  readonly orderId: string
  readonly lineId: string
  /** The order has other child orders of this seller. */
  readonly several: boolean
  readonly currency: string
  readonly status: LineStatus
  /** Where the money waits, why and who must act; null where none waits. */
  readonly wait: { readonly bucket: Waiting; readonly reason: Reason; readonly acts: Actor; readonly amount: string } | null
  readonly received: string
  readonly released: string
  readonly paidAt: number
  readonly releasedAt: number | null
  /** When what waits should become available (`dueIn` of statements-waiting.ts); null where nobody can say. */
  readonly dueAt: number | null
  /** That day is over in the seller's zone and the money has not moved. */
  readonly late: boolean
  /** When the hold ends, while the money is held and somebody has said. */
  readonly holdUntil: number | null
}

/** What a line comes to in the end, minor units. */
export function receivedOf(line: Pick<LineRow, 'state' | 'net' | 'refunded'>): bigint {
  return statusOf(line) === 'cancelled' ? 0n : line.net - line.refunded
}

/** What of that has left the line already, minor units: released, less what was refunded since. */
export function releasedOf(line: LineRow): bigint {
  return receivedOf(line) - line.pending - line.frozen - line.reserve
}

/** Reads a row for its seller. */
export function releaseOf(line: LineRow): Release {
  const { key, orderId, lineId, several, currency, bucket, paidAt, releasedAt, dueAt, late, holdUntil } = line
  return {
    key,
    orderId,
    lineId,
    several,
    currency,
    status: statusOf(line),
    wait: bucket && waitIn(bucket, line),
    received: formatMinor(receivedOf(line), currency),
    released: formatMinor(releasedOf(line), currency),
    paidAt,
    releasedAt,
    dueAt,
    late,
    holdUntil: bucket === 'frozen' ? holdUntil : null,
  }
}

function waitIn(bucket: Waiting, line: LineRow): Release['wait'] {
  const reason = reasonOf({ ...line, bucket })
  return { bucket, reason, acts: actsNext[reason], amount: formatMinor(line[bucket], line.currency) }
}
