import { Decimal } from 'decimal.js'

const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_EVEN })

/**
 * A share of an amount, rounded once, half to even (IEEE 754-2008 §4.3.1), to whole minor units.
 * @param minor minor units
 * @param percent a decimal string such as '3.5' (per cent)
 */
export function percentHalfEven(minor: bigint, percent: string): bigint {
  return BigInt(new Exact(minor.toString()).mul(percent).div(100).toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN).toString())
}
