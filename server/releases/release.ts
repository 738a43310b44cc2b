import { formatMinor } from '#server/money/index.ts'
import { expectedRelease, type LineStatus, statusOf } from '#server/orders/index.ts'
import { type Reason, type Waiting, waitOf } from './reason.ts'

/** A line as its row in the database says it. Amounts in minor units, instants in epoch milliseconds. */
export type LineRow = {
  readonly key: string
  readonly orderId: string
  readonly lineId: string
  readonly currency: string
  readonly state: number
  readonly holdReason: number | null
  readonly paidAt: number
  readonly deliveredAt: number | null
  readonly releasedAt: number | null
  readonly expectedAt: number | null
  readonly holdUntil: number | null
  readonly marginUntil: number | null
} & Readonly<Record<'gross' | 'net' | 'refunded' | Waiting, bigint>> &
  Readonly<Record<'commission' | 'escrow' | 'affiliate', bigint | null>>

/**
 * One line (child order) as its seller sees it. Amounts are decimal strings with the currency's digits: `received` is net − refunds
 * (nothing after a cancellation), `waits` what of it has not come yet.
 */
export type Release = {
  readonly key: string
  readonly orderId: string
  readonly lineId: string
  readonly currency: string
  readonly status: LineStatus
  /** Where the money waits and why; null where none does. */
  readonly wait: { readonly bucket: Waiting; readonly reason: Reason; readonly amount: string } | null
  readonly received: string
  readonly paidAt: number
  readonly releasedAt: number | null
  /** When what waits is expected to move: the release, the end of the hold, the margin's return. Null where nobody has said. */
  readonly dueAt: number | null
  /** The date has passed and the money has not moved yet. */
  readonly late: boolean
}

/** What a line comes to in the end, minor units. */
export function receivedOf(line: Pick<LineRow, 'state' | 'net' | 'refunded'>): bigint {
  return statusOf(line) === 'cancelled' ? 0n : line.net - line.refunded
}

/** When what waits of a line is expected to move (epoch milliseconds); null where nothing waits or no date is known. */
export function dueOf(line: LineRow, protectionDays: number): number | null {
  const bucket = waitOf(line)?.bucket
  if (bucket === 'pending') return expectedRelease(line, protectionDays)
  if (bucket === 'frozen') return line.holdUntil
  return bucket === 'reserve' ? line.marginUntil : null
}

/**
 * Reads a row for its seller.
 * @param now epoch milliseconds, the database's
 */
export function releaseOf(line: LineRow, protectionDays: number, now: number): Release {
  const { key, orderId, lineId, currency, paidAt, releasedAt } = line
  const wait = waitOf(line)
  const dueAt = dueOf(line, protectionDays)
  return {
    key,
    orderId,
    lineId,
    currency,
    status: statusOf(line),
    wait: wait && { ...wait, amount: formatMinor(line[wait.bucket], currency) },
    received: formatMinor(receivedOf(line), currency),
    paidAt,
    releasedAt,
    dueAt,
    late: dueAt !== null && dueAt < now,
  }
}
