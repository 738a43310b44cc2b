import { minorDigits } from './currency.ts'

/** An amount in minor units (cents, fen; whole yen) of an ISO 4217 currency. */
export type Money = { readonly minor: bigint; readonly currency: string }

/** Amounts on the wire stay below this many minor units (marketplace contract). */
export const maxMinor = 10n ** 15n

const decimal = /^(0|[1-9][0-9]*)(?:\.([0-9]+))?$/

/**
 * Reads a non-negative decimal string as minor units, exactly: nothing is rounded.
 * @param digits minor digits of the currency
 * @returns minor units, or 'malformed' (not a plain decimal), 'too_precise' (more digits than the currency has),
 *   'too_large' (10^15 minor units or more)
 */
export function parseMinor(text: string, digits: number): bigint | 'malformed' | 'too_precise' | 'too_large' {
  const match = decimal.exec(text)
  if (!match || text.endsWith('\n')) return 'malformed'
  const whole = match[1] as string
  const fraction = match[2] ?? ''
  if (fraction.length > digits) return 'too_precise'
  // 10^15 has 16 digits: a longer text is refused before it becomes a number.
  if (whole.length + digits > 16) return 'too_large'
  const minor = BigInt(whole + fraction.padEnd(digits, '0'))
  return minor >= maxMinor ? 'too_large' : minor
}

/**
 * Writes minor units as the decimal string of the wire and of forms: the currency's own digits, '-' when negative.
 * @throws Error for a currency outside ISO 4217
 */
export function formatMinor(minor: bigint, currency: string): string {
  const digits = minorDigits(currency)
  if (digits === undefined) throw new Error(`no minor unit known for ${currency}`)
  const sign = minor < 0n ? '-' : ''
  const text = String(minor < 0n ? -minor : minor).padStart(digits + 1, '0')
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

const written = /^-?[0-9]+(?:\.([0-9]+))?$/

/**
 * Reads back what `formatMinor` wrote, of whatever size: sums know no limit.
 * @throws Error for any other text
 */
export function minorOf(text: string, currency: string): bigint {
  const match = written.exec(text)
  if (!match || (match[1] ?? '').length !== minorDigits(currency)) throw new Error(`not an amount of ${currency}: ${text}`)
  return BigInt(text.replace('.', ''))
}

/** Whether an amount that `formatMinor` wrote is nothing. */
export function isZero(amount: string): boolean {
  return !/[1-9]/.test(amount)
}

/** An amount that `formatMinor` wrote, taken away: with a minus before it, but for nothing. */
export function negated(amount: string): string {
  return isZero(amount) ? amount : `-${amount}`
}

/** The smaller of two amounts in minor units. */
export function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
