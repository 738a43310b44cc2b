import type { Balances, Book } from '#server/ledger/index.ts'
import type { Entry } from './entry.ts'

/** The seller's buckets in the order of pages; the total is their sum, because debt is below zero in a book. */
const buckets = ['available', 'processing', 'pending', 'reserve', 'frozen', 'debt'] as const satisfies (keyof Balances)[]

/** A bucket over a day, in minor units: opening + in − out = closing. Debt is below zero. */
export type BucketDay = {
  readonly bucket: keyof Balances | 'total'
  readonly opening: bigint
  readonly in: bigint
  readonly out: bigint
  readonly closing: bigint
}

/** Money that moved on one way: the sum of its movements in minor units. */
export type Way = Pick<Entry, 'from' | 'to'> & { readonly sum: bigint }

/**
 * Each bucket and the total over a day: what stood there, what came, what left. What moves between two of the buckets comes to one and
 * leaves the other, and is nothing to the total.
 */
export function bucketDays(opening: Book, closing: Book, ways: readonly Way[]): BucketDay[] {
  const of = (names: readonly string[], bucket: BucketDay['bucket']): BucketDay => {
    const holds = (book: Book) => buckets.reduce((sum, name) => (names.includes(name) ? sum + book[name] : sum), 0n)
    const moved = (to: 'to' | 'from', other: 'to' | 'from') =>
      ways.reduce((sum, way) => (names.includes(way[to]) && !names.includes(way[other]) ? sum + way.sum : sum), 0n)
    return { bucket, opening: holds(opening), in: moved('to', 'from'), out: moved('from', 'to'), closing: holds(closing) }
  }
  return [...buckets.map((bucket) => of([bucket], bucket)), of(buckets, 'total')]
}

/** Whether opening and movements come to the closing everywhere; if not, somebody changed a book by hand. */
export function addsUp(days: readonly BucketDay[]): boolean {
  return days.every((day) => day.opening + day.in - day.out === day.closing)
}
