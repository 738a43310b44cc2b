import { formatMinor } from '#server/money/index.ts'

/**
 * The buckets of a book with their codes in the database (db/schema/ledger.ts). The first six are the seller's, the last four
 * are the outside world seen from this book; all ten together are zero.
 */
export const bucketCode = {
  available: 1,
  pending: 2,
  reserve: 3,
  frozen: 4,
  processing: 5,
  debt: 6,
  marketplace: 7,
  bank: 8,
  fees: 9,
  fx: 10,
} as const

export type Bucket = keyof typeof bucketCode

const buckets = new Map((Object.entries(bucketCode) as [Bucket, number][]).map(([bucket, code]) => [code, bucket]))

/** The bucket of a code. @throws where there is none */
export function bucketOf(code: number): Bucket {
  const bucket = buckets.get(code)
  if (!bucket) throw new Error(`unknown bucket ${code}`)
  return bucket
}

/** The buckets that are the seller's. */
export const sellerBuckets = ['available', 'pending', 'reserve', 'frozen', 'processing', 'debt'] as const satisfies Bucket[]

/** What a seller owns, in minor units. `debt` is stored at or below zero; it is shown as a positive amount. */
export type Balances = Record<(typeof sellerBuckets)[number], bigint>

export type Book = Balances & { readonly currency: string }

/** A book in which nothing was booked yet. */
export function emptyBook(currency: string): Book {
  return { currency, available: 0n, pending: 0n, reserve: 0n, frozen: 0n, processing: 0n, debt: 0n }
}

/** The book of a currency among a seller's books; an empty one where nothing was booked in it yet. */
export function bookIn(books: readonly Book[], currency: string): Book {
  return books.find((book) => book.currency === currency) ?? emptyBook(currency)
}

/** Total = available + pending + reserve + frozen + processing − debt, at every instant. Minor units. */
export function total(book: Balances): bigint {
  return book.available + book.pending + book.reserve + book.frozen + book.processing + book.debt
}

/** What is shown of a book, and sent: decimal strings with the currency's digits, debt positive. */
export type Amounts = Readonly<Record<keyof Balances | 'total', string>>

/** The six buckets and their total as amounts. */
export function amountsOf(book: Book): Amounts {
  const text = (minor: bigint) => formatMinor(minor, book.currency)
  return {
    available: text(book.available),
    pending: text(book.pending),
    reserve: text(book.reserve),
    frozen: text(book.frozen),
    processing: text(book.processing),
    debt: text(-book.debt),
    total: text(total(book)),
  }
}
