import type { Locale } from '#server/platform/locale.ts'

/** A formatted amount in the parts that are set in different sizes. `sign` is '−' (U+2212), '+' or ''. */
export type AmountParts = { readonly sign: string; readonly symbol: string; readonly whole: string; readonly fraction: string }

const numbers = new Map<string, Intl.NumberFormat>()

/**
 * Sets an amount for reading. The amount goes to Intl as its decimal string, so no digit passes through a float.
 * @param amount decimal string with the currency's own digits, '-' in front when negative
 * @param signed 'always' puts '+' before what is above zero
 */
export function amountParts(amount: string, currency: string, locale: Locale, signed: 'auto' | 'always' = 'auto'): AmountParts {
  const key = `${locale} ${currency}`
  let format = numbers.get(key)
  if (!format) {
    // The narrow symbol, because the currency's code stands beside it; CN¥ and US$ would say it twice.
    format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    numbers.set(key, format)
  }
  const negative = amount.startsWith('-')
  const digits = negative ? amount.slice(1) : amount
  const zero = /^[0.]*$/.test(digits)
  let symbol = ''
  let whole = ''
  let fraction = ''
  for (const part of format.formatToParts(digits as `${number}`)) {
    if (part.type === 'currency') symbol = part.value
    else if (part.type === 'decimal' || part.type === 'fraction') fraction += part.value
    else if (part.type === 'integer' || part.type === 'group') whole += part.value
  }
  const sign = zero ? '' : negative ? '−' : signed === 'always' ? '+' : ''
  return { sign, symbol, whole, fraction }
}

/** The amount as one text: −¥1,204.50. */
export function amountText(amount: string, currency: string, locale: Locale, signed: 'auto' | 'always' = 'auto'): string {
  const { sign, symbol, whole, fraction } = amountParts(amount, currency, locale, signed)
  return sign + symbol + whole + fraction
}

/** A currency's name in the reader's language: 人民币, US Dollar. In English the yuan goes by the name that sellers use. */
export function currencyName(currency: string, locale: Locale): string {
  if (locale === 'en' && currency === 'CNY') return 'Renminbi'
  if (!/^[A-Z]{3}$/.test(currency)) return currency
  return new Intl.DisplayNames([locale === 'en' ? 'en-GB' : locale], { type: 'currency' }).of(currency) ?? currency
}

/** A share in the reader's form: 0.3%. @param basisPoints hundredths of a per cent */
export function shareText(basisPoints: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(basisPoints / 10_000)
}
