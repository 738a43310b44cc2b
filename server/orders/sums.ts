import { changeOf, sellerBuckets } from '#server/ledger/index.ts'
import { eventTypeCode } from './event-code.ts'
import type { Writes } from './facts.ts'

/** The sums of a batch's events of one type in one currency, minor units. */
export type BookedSum = {
  readonly currency: string
  /** Code of the type (event-code.ts). */
  readonly type: number
  count: number
  /** The change of the sellers' totals. */
  sum: bigint
  /** The sum moved between buckets, in both directions. */
  moved: bigint
}

/** Sums a batch, as reconciliation answers days from. Events without a line move nothing and have no currency. */
export function sumsOf({ events, changed, postings }: Writes): BookedSum[] {
  const sums = new Map<string, BookedSum>()
  const of = (currency: string, type: number): BookedSum => {
    const key = `${type} ${currency}`
    let sum = sums.get(key)
    if (!sum) sums.set(key, (sum = { currency, type, count: 0, sum: 0n, moved: 0n }))
    return sum
  }
  const typeOf = new Map<string, number>()
  for (const { entry, problem } of events) {
    const line = problem === null && entry.line !== null ? changed.get(entry.line)?.line : undefined
    if (!line) continue
    const type = eventTypeCode[entry.event.type]
    typeOf.set(entry.key, type)
    of(line.currency, type).count++
  }
  for (const { cause, currency, amount, from, to } of postings) {
    const sum = of(currency, typeOf.get(cause) as number)
    sum.moved += amount
    sum.sum += changeOf({ from, to, amount }, sellerBuckets)
  }
  return [...sums.values()]
}
