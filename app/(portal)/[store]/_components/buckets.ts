import type { Balance } from '#server/ledger/index.ts'
import { minorOf } from '#server/money/index.ts'
import type { BarPart, Tone } from '../../../_ui/money-bar.tsx'

/** The buckets that add up, in the order of the money bar everywhere; debt stands below the line. */
export const bucketsInOrder = ['available', 'processing', 'pending', 'reserve', 'frozen'] as const

/** Whether a bucket is one that a seller is shown an amount of. */
export function isShown(bucket: string): bucket is Tone {
  return bucket === 'debt' || (bucketsInOrder as readonly string[]).includes(bucket)
}

/** The parts of a currency's money bar. @param rowsOf the address of the rows that make a bucket's amount */
export function barOf(balance: Balance, rowsOf: (currency: string, bucket: Tone) => string): { parts: BarPart[]; debt: BarPart } {
  const { currency } = balance
  const part = (tone: Tone): BarPart => ({ tone, minor: minorOf(balance[tone], currency), href: rowsOf(currency, tone) })
  return { parts: bucketsInOrder.map(part), debt: part('debt') }
}
