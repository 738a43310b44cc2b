import { minorDigits, sellerCurrencies } from '#server/money/index.ts'

/** The currency that an address asks for; the first that every seller has where it names none. */
export function currencyAsked(search: Readonly<Record<string, string | string[] | undefined>>): string {
  const { currency } = search
  return typeof currency === 'string' && minorDigits(currency) !== undefined ? currency : sellerCurrencies[0]
}

/** The currencies to choose from, as links. */
export function otherCurrencies(chosen: string, hrefOf: (currency: string) => string) {
  const all = [...new Set<string>([...sellerCurrencies, chosen])]
  return all.map((currency) => ({ key: currency, href: hrefOf(currency), label: currency, chosen: currency === chosen }))
}
