import { sellerCurrencies } from '#server/money/index.ts'
import { type Amounts, amountsOf, type Book, bookIn } from './book.ts'

/** One currency of a seller, in decimal strings. Total = the five less the debt. */
export type Balance = Amounts & { readonly currency: string }

/** Books in the order of pages, with an empty one for each currency that every seller is shown. */
export function asInPages(books: readonly Book[]): Balance[] {
  return currenciesIn(books).map((currency) => balanceIn(books, currency))
}

/** A seller's currencies in the order of pages: those that every seller is shown, then any other that was booked. */
export function currenciesIn(books: readonly Book[]): string[] {
  return [...new Set<string>([...sellerCurrencies, ...books.map((book) => book.currency).toSorted()])]
}

/** The book of a currency as pages show it. */
export function balanceIn(books: readonly Book[], currency: string): Balance {
  return { currency, ...amountsOf(bookIn(books, currency)) }
}
