import { formatMinor } from '#server/money/index.ts'
import { type Reason, reasonOf, reasonRules, type Wait, type Waiting } from './reason.ts'

/** Lines that wait and agree in what decides their reason: how many, and their money in minor units. */
export type OpenRow = Wait & { readonly currency: string; readonly count: number; readonly minor: bigint }

/** How many lines, and their money as decimal strings, a currency each in the order of the codes. */
export type Sum = { readonly count: number; readonly amounts: readonly { readonly currency: string; readonly amount: string }[] }

/** What waits. The amounts of a bucket are those of the seller's books, and the reasons of a bucket add up to it. */
export type Summary = { readonly buckets: Readonly<Record<Waiting, Sum>>; readonly reasons: Readonly<Record<Reason, Sum>> }

/** Sums up what waits by bucket and by reason. */
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
