import { balanceBuckets, type Bucket, changeOf, type MovementKind, routeOf, type RouteRow } from '#server/ledger/index.ts'
import { formatMinor } from '#server/money/index.ts'

/** A movement as its row in the database says it. */
export type EntryRow = RouteRow & {
  readonly version: number
  readonly currency: string
  readonly amount: bigint
  readonly balanceAfter: bigint
  readonly bookedMs: string
  readonly orderId: string | null
  readonly lineId: string | null
}

/**
 * One row of a seller's activity. Amounts are decimal strings with the currency's digits.
 * `change` is what it did to the running balance (available less debt): the amount with its sign, or '0.00' where money moved
 * between other buckets; so the changes of a book's rows add up to its balance.
 */
export type Entry = {
  readonly version: number
  readonly currency: string
  readonly kind: MovementKind
  readonly from: Bucket
  readonly to: Bucket
  readonly amount: string
  readonly change: string
  readonly balanceAfter: string
  readonly bookedAt: number
  readonly order: { readonly orderId: string; readonly lineId: string } | null
}

/** What a movement did to the running balance, minor units with their sign. */
export function balanceChange(row: RouteRow & Pick<EntryRow, 'amount'>): bigint {
  return changeOf({ ...routeOf(row), amount: row.amount }, balanceBuckets)
}

/** Reads a row. Throws for a code that this program doesn't know. */
export function entryOf(row: EntryRow): Entry {
  const { kind, from, to } = routeOf(row)
  const { version, currency, orderId, lineId } = row
  const money = (minor: bigint) => formatMinor(minor, currency)
  return {
    version,
    currency,
    kind,
    from,
    to,
    amount: money(row.amount),
    change: money(balanceChange(row)),
    balanceAfter: money(row.balanceAfter),
    bookedAt: Number(row.bookedMs),
    order: orderId !== null && lineId !== null ? { orderId, lineId } : null,
  }
}
