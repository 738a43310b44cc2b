import { type Balances, type Book, type Bucket, sellerBuckets } from './book.ts'
import type { Move } from './movement.ts'
import type { MovementKind } from './movement-kind.ts'

// The one place that adds up a period: opening + movements = closing. For a day, a statement, a marketplace's day and a running balance.

/** The buckets of the balance that each row of a book shows: available less debt. */
export const balanceBuckets = ['available', 'debt'] as const satisfies Bucket[]

/**
 * What a movement changes of some buckets together, minor units with their sign; nothing where it stays within them or outside of them.
 * `changeIn` is the same rule in SQL.
 */
export function changeOf(move: Pick<Move, 'from' | 'to' | 'amount'>, buckets: readonly Bucket[]): bigint {
  const [leaves, enters] = [buckets.includes(move.from), buckets.includes(move.to)]
  if (leaves === enters) return 0n
  return enters ? move.amount : -move.amount
}

/** What moved on one route in a period: how many movements, and the sum of their amounts in minor units. */
export type Flow = { readonly kind: MovementKind; readonly from: Bucket; readonly to: Bucket; readonly count: number; readonly sum: bigint }

/** A bucket, or the total, over a period in minor units: opening + in − out = closing. Debt is below zero. */
export type BucketPeriod = {
  readonly bucket: keyof Balances | 'total'
  readonly opening: bigint
  readonly in: bigint
  readonly out: bigint
  readonly closing: bigint
}

/**
 * Each bucket and the total over a period. What moves between two of the seller's buckets leaves one and enters the other, and is
 * nothing to the total.
 */
export function bucketPeriods(opening: Book, closing: Book, flows: readonly Pick<Flow, 'from' | 'to' | 'sum'>[]): BucketPeriod[] {
  const of = (bucket: BucketPeriod['bucket'], buckets: readonly (keyof Balances)[]): BucketPeriod => {
    const holds = (book: Book) => buckets.reduce((sum, name) => sum + book[name], 0n)
    const changes = flows.map(({ from, to, sum }) => changeOf({ from, to, amount: sum }, buckets))
    const sumOf = (some: readonly bigint[]) => some.reduce((sum, change) => sum + change, 0n)
    return {
      bucket,
      opening: holds(opening),
      in: sumOf(changes.filter((change) => change > 0n)),
      out: -sumOf(changes.filter((change) => change < 0n)),
      closing: holds(closing),
    }
  }
  return [...sellerBuckets.map((bucket) => of(bucket, [bucket])), of('total', sellerBuckets)]
}

/** What a period began with: its closing less all that changed in it. */
export function openingOf(closing: bigint, changes: readonly bigint[]): bigint {
  return changes.reduce((left, change) => left - change, closing)
}

/** Whether opening and movements come to the closing everywhere; if not, somebody changed a book by hand. */
export function addsUp(periods: readonly BucketPeriod[]): boolean {
  return periods.every((period) => openingOf(period.closing, [period.in, -period.out]) === period.opening)
}
