import { formatMinor } from '#server/money/index.ts'
import { type Reason, reasonOf, reasonRules, type Wait, type Waiting } from './reason.ts'

/** Waiting lines with the same columns of `Wait`, from which the reason follows: their number, and their money in minor units. */
export type OpenRow = Wait & { readonly currency: string; readonly count: number; readonly minor: bigint }

/** A number of lines, and their money as decimal strings: one amount a currency, in the order of currency codes. */
export type Sum = { readonly count: number; readonly amounts: readonly { readonly currency: string; readonly amount: string }[] }

/** Waiting money by bucket and by reason. A bucket's amounts equal those of the seller's books, and the reasons of a bucket add up to it. */
export type Summary = { readonly buckets: Readonly<Record<Waiting, Sum>>; readonly reasons: Readonly<Record<Reason, Sum>> }

/** Adds up waiting lines by bucket and by reason. */
export function summaryOf(rows: readonly OpenRow[]): Summary {
  const counted = rows.map((row) => ({ ...row, reason: reasonOf(row) }))
  const ofBucket = (bucket: Waiting) => sumOf(counted.filter((one) => one.bucket === bucket))
  const reasons = reasonRules.map(({ reason }) => [reason, sumOf(counted.filter((one) => one.reason === reason))] as const)
  return {
    buckets: { pending: ofBucket('pending'), frozen: ofBucket('frozen'), reserve: ofBucket('reserve') },
    reasons: Object.fromEntries(reasons) as Record<Reason, Sum>,
  }
}

function sumOf(counted: readonly OpenRow[]): Sum {
  const currencies = [...new Set(counted.map((one) => one.currency))].toSorted()
  return {
    count: counted.reduce((count, one) => count + one.count, 0),
    amounts: currencies.map((currency) => {
      const minor = counted.filter((one) => one.currency === currency).reduce((sum, one) => sum + one.minor, 0n)
      return { currency, amount: formatMinor(minor, currency) }
    }),
  }
}
