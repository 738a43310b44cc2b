import { type Amounts, amountsOf, balances, type Book, emptyBook } from '#server/ledger/index.ts'
import { sellerCurrencies } from '#server/money/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { sellerRead } from '#server/platform/tx.ts'

/** One currency of a seller. Total = the five less the debt. */
export type Balance = Amounts & { readonly currency: string }

/** What a seller has now, a currency each: those that every seller is shown first, then any other that was booked. */
export async function readBalances(scope: SellerScope): Promise<Balance[]> {
  return asInPages(await sellerRead(scope, (tx) => balances(tx, scope)))
}

/** Books in the order of pages, with an empty one for each currency that every seller is shown. */
export function asInPages(books: readonly Book[]): Balance[] {
  return currenciesIn(books).map((currency) => balanceIn(books, currency))
}

/** A seller's currencies in the order of pages: those that every seller is shown, then any other that was booked. */
export function currenciesIn(books: readonly Book[]): string[] {
  return [...new Set<string>([...sellerCurrencies, ...books.map((book) => book.currency).toSorted()])]
}

/** One of the books, or an empty one of that currency. */
export function balanceIn(books: readonly Book[], currency: string): Balance {
  return { currency, ...amountsOf(books.find((book) => book.currency === currency) ?? emptyBook(currency)) }
}
