import { type Bucket, bucketCode, type MovementKind, movementKindOf } from '#server/ledger/index.ts'
import { formatMinor } from '#server/money/index.ts'

/** A movement as its row in the database says it. */
export type EntryRow = {
  readonly version: number
  readonly currency: string
  readonly kind: number
  readonly fromBucket: number
  readonly toBucket: number
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

const buckets = new Map((Object.entries(bucketCode) as [Bucket, number][]).map(([bucket, code]) => [code, bucket]))

const inBalance = (bucket: Bucket) => (bucket === 'available' || bucket === 'debt' ? 1n : 0n)

/** The names behind a movement's codes. One that this program doesn't know is a bug, because the database holds the closed list too. */
export function routeOf(row: Pick<EntryRow, 'kind' | 'fromBucket' | 'toBucket'>): Pick<Entry, 'kind' | 'from' | 'to'> {
  const kind = movementKindOf(row.kind)
  const from = buckets.get(row.fromBucket)
  const to = buckets.get(row.toBucket)
  if (!from || !to) throw new Error(`movement from ${row.fromBucket} to ${row.toBucket}, a bucket that is none`)
  return { kind, from, to }
}

/** What a movement did to the running balance, minor units with their sign. */
export function changeOf(row: Pick<EntryRow, 'kind' | 'fromBucket' | 'toBucket' | 'amount'>): bigint {
  const { from, to } = routeOf(row)
  return row.amount * (inBalance(to) - inBalance(from))
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
    change: money(changeOf(row)),
    balanceAfter: money(row.balanceAfter),
    bookedAt: Number(row.bookedMs),
    order: orderId !== null && lineId !== null ? { orderId, lineId } : null,
  }
}
