import type { Withdrawal } from '#demo/scenes.ts'
import { shopOf } from '#demo/shops.ts'
import type { WireEvent } from '#demo/wire.ts'

export const buckets = ['available', 'processing', 'pending', 'reserve', 'frozen', 'debt'] as const
export type Bucket = (typeof buckets)[number]
export type Book = Record<Bucket, bigint> & { movements: number }
type Held = { net: bigint; pending: bigint; frozen: bigint; reserve: bigint; refunded: bigint }

/**
 * An independent calculation of every balance from the contract's table of events. It shares no code with the portal. Each event must come
 * after those that it depends on. Debt is positive.
 */
export class Reckoning {
  readonly books = new Map<string, Book>()
  private readonly lines = new Map<string, Held & { book: Book }>()

  /** The book of a seller (by the marketplace's id); empty if nothing was posted. */
  book(sellerId: string, currency: string): Book {
    const key = `${sellerId} ${currency}`
    const book = this.books.get(key) ?? { available: 0n, processing: 0n, pending: 0n, reserve: 0n, frozen: 0n, debt: 0n, movements: 0 }
    this.books.set(key, book)
    return book
  }

  take(event: WireEvent): void {
    const data = event.data as Record<string, unknown> & { line_id?: string }
    if (data.line_id === undefined) return
    const key = `${String(data.order_id)}/${data.line_id}`
    if (event.type === 'order.paid') {
      const net = minor(data.net)
      const book = this.book(event.seller_id, (data.gross as { currency: string }).currency)
      this.lines.set(key, { net, pending: net, frozen: 0n, reserve: 0n, refunded: 0n, book })
      this.move(book, net, null, 'pending')
      return
    }
    const line = this.lines.get(key)
    if (!line) throw new Error(`${event.id}: a line that was not paid`)
    this.happen(event.type, line, data)
  }

  private happen(type: string, line: Held & { book: Book }, data: Record<string, unknown>): void {
    const { book } = line
    if (type === 'order.held') {
      this.move(book, line.pending, 'pending', 'frozen')
      line.frozen += line.pending
      line.pending = 0n
    } else if (type === 'order.unheld') {
      this.move(book, line.frozen, 'frozen', 'pending')
      line.pending += line.frozen
      line.frozen = 0n
    } else if (type === 'order.released') {
      const margin = data.margin === undefined ? 0n : least(minor(data.margin), line.pending)
      this.move(book, margin, 'pending', 'reserve')
      this.arrive(book, line.pending - margin, 'pending')
      line.reserve += margin
      line.pending = 0n
    } else if (type === 'margin.released') {
      this.arrive(book, line.reserve, 'reserve')
      line.reserve = 0n
    } else if (type === 'order.cancelled') {
      for (const bucket of ['pending', 'frozen'] as const) {
        this.move(book, line[bucket], bucket, null)
        line[bucket] = 0n
      }
    } else if (type === 'order.refunded') this.refund(line, minor(data.amount))
  }

  private refund(line: Held & { book: Book }, amount: bigint): void {
    line.refunded += amount
    if (line.refunded > line.net) throw new Error('refunds above net')
    let left = amount
    for (const bucket of ['pending', 'frozen', 'reserve'] as const) {
      const part = least(left, line[bucket])
      this.move(line.book, part, bucket, null)
      line[bucket] -= part
      left -= part
    }
    const paid = least(left, line.book.available)
    this.move(line.book, paid, 'available', null)
    this.move(line.book, left - paid, null, 'debt')
  }

  /** Applies a withdrawal of the demo (demo/scenes.ts). */
  withdraw({ story, currency, percent, paid }: Withdrawal): void {
    const book = this.book(shopOf(story).sellerId, currency)
    const amount = ((book.available * percent) / 1_000_000n) * 10_000n
    this.move(book, amount, 'available', 'processing')
    if (!paid) return
    this.move(book, amount, 'processing', null)
    book.movements += 1 // the fee
  }

  /** Money that becomes available repays debt first. */
  private arrive(book: Book, amount: bigint, from: Bucket): void {
    const repaid = least(amount, book.debt)
    if (repaid > 0n) {
      book[from] -= repaid
      book.debt -= repaid
      book.movements += 1
    }
    this.move(book, amount - repaid, from, 'available')
  }

  private move(book: Book, amount: bigint, from: Bucket | null, to: Bucket | null): void {
    if (amount === 0n) return
    if (from) book[from] -= amount
    if (to) book[to] += amount
    book.movements += 1
  }
}

/** The minor units of a wire amount in a currency with two decimals. */
export function minor(money: unknown): bigint {
  const [whole = '', part = ''] = (money as { amount: string }).amount.split('.')
  return BigInt(whole + part.padEnd(2, '0'))
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
