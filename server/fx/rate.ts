import { convertHalfEven, type ExchangeRate, formatMinor, type Money } from '#server/money/index.ts'

/** A rate with its source and the instant it is of, epoch milliseconds. */
export type Rate = ExchangeRate & { readonly source: string; readonly at: number }

/** A rate older than this tells nobody what their money is worth now. */
const longestMs = 24 * 60 * 60 * 1000

/** Several currencies in one, for orientation: decimal string, the rate that was used, and until when it tells anything (epoch milliseconds). */
export type IndicativeTotal = { readonly amount: string; readonly currency: string; readonly rate: Rate; readonly until: number }

/**
 * The sum of amounts in one currency. Each amount is converted and rounded by itself, so that the parts add up to the sum.
 * @param rate the newest one, or null where none was entered
 * @param now the portal's clock, epoch milliseconds
 * @returns null where the rate is missing, of another pair or older than a day: no figure is better than a wrong one
 */
export function indicativeTotal(amounts: readonly Money[], currency: string, rate: Rate | null, now: number): IndicativeTotal | null {
  if (!rate || now - rate.at > longestMs) return null
  let sum = 0n
  for (const amount of amounts) {
    const converted = convertHalfEven(amount, currency, rate)
    if (!converted) return null
    sum += converted.minor
  }
  return { amount: formatMinor(sum, currency), currency, rate, until: rate.at + longestMs }
}
