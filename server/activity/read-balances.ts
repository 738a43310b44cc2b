import { balances, type Book, emptyBook, total } from '#server/ledger/index.ts'
import { formatMinor, sellerCurrencies } from '#server/money/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { sellerTx } from '#server/platform/tx.ts'

/** One currency of a seller, as decimal strings with its digits. Debt is positive here; total = the five less the debt. */
export type Balance = {
  readonly currency: string
  readonly available: string
  readonly processing: string
  readonly pending: string
  readonly reserve: string
  readonly frozen: string
  readonly debt: string
  readonly total: string
}

/** What a seller has now, a currency each: those that every seller is shown first, then any other that was booked. */
export async function readBalances(scope: SellerScope): Promise<Balance[]> {
  return inOrder(await sellerTx(scope, (tx) => balances(tx, scope)))
}

/** Books in the order of pages, with an empty one for each currency that every seller is shown, or that was asked for. */
export function inOrder(books: readonly Book[], asked?: string): Balance[] {
  const found = new Map(books.map((book) => [book.currency, book]))
  const currencies = [...new Set<string>([...sellerCurrencies, ...[...found.keys()].toSorted(), ...(asked === undefined ? [] : [asked])])]
  return currencies.map((currency) => balanceOf(found.get(currency) ?? emptyBook(currency)))
}

function balanceOf(book: Book): Balance {
  const { currency } = book
  const money = (minor: bigint) => formatMinor(minor, currency)
  return {
    currency,
    available: money(book.available),
    processing: money(book.processing),
    pending: money(book.pending),
    reserve: money(book.reserve),
    frozen: money(book.frozen),
    debt: money(-book.debt),
    total: money(total(book)),
  }
}
