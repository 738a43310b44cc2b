import { Decimal } from 'decimal.js'
import { minorDigits } from './currency.ts'
import type { Money } from './money.ts'

const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_EVEN, toExpPos: 60 })

/** What one unit of `base` is worth in `quote`; `value` is a decimal string above zero. */
export type ExchangeRate = { readonly base: string; readonly quote: string; readonly value: string }

/**
 * An amount in another currency, either way along a rate, rounded once, half to even (IEEE 754-2008 §4.3.1), to its minor units.
 * @param to the currency wanted; the amount itself where it is that already
 * @returns null where the rate is between other currencies
 * @throws Error for a currency outside ISO 4217
 */
export function convertHalfEven(money: Money, to: string, rate: ExchangeRate): Money | null {
  if (money.currency === to) return money
  const forth = rate.base === money.currency && rate.quote === to
  if (!forth && !(rate.quote === money.currency && rate.base === to)) return null
  const [from, into] = [minorDigits(money.currency), minorDigits(to)]
  if (from === undefined || into === undefined) throw new Error(`no minor unit known for ${money.currency} or ${to}`)
  const minor = new Exact(money.minor.toString())
  const worth = forth ? minor.mul(rate.value) : minor.div(rate.value)
  const rounded = worth.mul(new Exact(10).pow(into - from)).toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN)
  return { minor: BigInt(rounded.toString()), currency: to }
}
