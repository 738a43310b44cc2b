import { isCurrency, sellerCurrencies } from '#server/money/index.ts'

/** The currency that an address asks for; the first that every seller has where it names none. */
export function currencyAsked(search: Readonly<Record<string, string | string[] | undefined>>): string {
  const { currency } = search
  return typeof currency === 'string' && isCurrency(currency) ? currency : sellerCurrencies[0]
}

/** The currencies to choose from, as links: the seller's own, and the one that is shown if it is none of them. */
export function otherCurrencies(own: readonly string[], chosen: string, hrefOf: (currency: string) => string) {
  const all = [...new Set([...own, chosen])]
  return all.map((currency) => ({ key: currency, href: hrefOf(currency), label: currency, chosen: currency === chosen }))
}
