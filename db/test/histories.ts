import { createHash } from 'node:crypto'
import { type Random, randomOf } from '#demo/random.ts'
import { type Book, type Bucket, carryOut, emptyBook, type MovementKind, type Posting } from '#server/ledger/index.ts'
import { least } from '#server/money/index.ts'
import type { HoldReason, MarketplaceEvent } from '#server/orders/event.ts'
import * as make from './events.ts'

// Shops with random histories: events of every type in random order, including events that the contract refuses.

const day = 86_400_000
const hour = 3_600_000

type Line = { order: string; line: string; currency: string; net: bigint }

type ShopBook = Book & { readonly sellerId: number }

/** A withdrawal or case that has begun: its cause and amount. */
type Begun = { readonly currency: string; readonly cause: string; readonly amount: bigint }

/** The events that may happen to a line; repetition gives weight. */
const happenings = [
  'shipped', 'delivered', 'delivered', 'confirmed', 'released', 'released', 'released', 'returned', 'held', 'unheld', 'refunded', 'cancelled',
] as const // prettier-ignore

/** The currency of orders with a net of zero, in which no shop ever has a book. */
const giftsIn = 'EUR'

/** A shop with its own random stream: the same name gives the same history. */
export class RandomShop {
  private readonly random: Random
  private readonly lines: Line[] = []
  private readonly begun: Record<'asked' | 'paid' | 'frozen', Begun[]> = { asked: [], paid: [], frozen: [] }
  private causes = 0

  constructor(
    readonly seller: string,
    readonly zone: string,
    private readonly currencies: readonly string[],
  ) {
    this.random = randomOf('histories', seller)
  }

  /** The shop's events at an instant (epoch milliseconds). */
  next(at: number): MarketplaceEvent[] {
    const { random } = this
    const paid = Array.from({ length: random.whole(0, 3) }, () => this.paid(at))
    const later = Array.from({ length: this.lines.length === 0 ? 0 : random.whole(1, 7) }, () => this.happen(at))
    return [...paid, ...later.flat()]
  }

  /**
   * Postings at an instant that do not come from events: by sellers, banks and staff.
   * @param books the shop's books; updated by the postings
   */
  act(books: ShopBook[], at: number): Posting[] {
    return [...books].flatMap((book) => (this.random.chance(0.5) ? this.actIn(book, books, at) : []))
  }

  private actIn(book: ShopBook, books: ShopBook[], at: number): Posting[] {
    const { random, begun } = this
    const { currency } = book
    const part = (of: bigint) => (of * BigInt(random.whole(20, 100))) / 100n
    const post = (cause: string, kind: MovementKind, amount: bigint, from: Bucket, to: Bucket, on = book): Posting[] => {
      if (amount === 0n) return []
      carryOut(on, { kind, from, to, amount })
      return [{ sellerId: on.sellerId, currency: on.currency, occurredAt: at, line: null, cause, kind, amount, from, to }]
    }
    /** Money arrives: repays debt first, the rest becomes available. */
    const arrive = (cause: string, kind: MovementKind, amount: bigint, from: Bucket, on = book) => {
      const repaid = least(amount, -on.debt)
      return [...post(cause, kind, repaid, from, 'debt', on), ...post(cause, kind, amount - repaid, from, 'available', on)]
    }
    /** Money leaves: takes the available money first, the rest becomes debt. */
    const leave = (cause: string, kind: MovementKind, amount: bigint, to: Bucket) => {
      const had = least(amount, book.available)
      return [...post(cause, kind, had, 'available', to), ...post(cause, kind, amount - had, 'debt', to)]
    }
    const begin = (stage: keyof typeof begun, cause: string, amount: bigint) => {
      if (amount > 0n) begun[stage].push({ currency, cause, amount })
    }
    const next = (stage: keyof typeof begun) => {
      const first = begun[stage].findIndex((one) => one.currency === currency)
      return first < 0 ? undefined : begun[stage].splice(first, 1)[0]
    }
    switch (random.pick(['withdraw', 'withdraw', 'bank', 'bank', 'return', 'convert', 'credit', 'debit', 'freeze', 'end'] as const)) {
      case 'withdraw': {
        const [cause, amount] = [this.newCause(), part(book.available)]
        begin('asked', cause, amount)
        return post(cause, 'withdrawal_requested', amount, 'available', 'processing')
      }
      case 'bank': {
        const asked = next('asked')
        if (!asked) return []
        const { cause, amount } = asked
        if (random.chance(0.3)) return arrive(cause, 'withdrawal_cancelled', amount, 'processing')
        begin('paid', cause, amount - 1n)
        return [
          ...post(cause, 'withdrawal_fee', 1n, 'processing', 'fees'),
          ...post(cause, 'withdrawal_paid', amount - 1n, 'processing', 'bank'),
        ]
      }
      case 'return': {
        const paid = next('paid')
        if (!paid) return []
        const charge = random.chance(0.5) ? part(paid.amount) / 10n : 0n
        const charged = leave(paid.cause, 'return_charge', charge, 'bank')
        return [...charged, ...arrive(paid.cause, 'withdrawal_returned', paid.amount, 'bank')]
      }
      case 'convert': {
        const others = this.currencies.filter((one) => one !== currency)
        const [cause, amount] = [this.newCause(), part(book.available / 2n)]
        if (others.length === 0 || amount < 2n) return []
        const to = random.pick(others)
        const target = books.find((one) => one.currency === to) ?? { ...emptyBook(to), sellerId: book.sellerId }
        if (!books.includes(target)) books.push(target)
        return [
          ...post(cause, 'conversion_out', amount - 1n, 'available', 'fx'),
          ...post(cause, 'conversion_fee', 1n, 'available', 'fees'),
          ...arrive(cause, 'conversion_in', amount * 3n, 'fx', target),
        ]
      }
      case 'credit':
        return arrive(this.newCause(), 'adjustment_credit', BigInt(random.whole(1, 5_000)), 'marketplace')
      case 'debit':
        return leave(this.newCause(), 'adjustment_debit', BigInt(random.whole(1, 5_000)), 'marketplace')
      case 'freeze': {
        const [cause, amount] = [this.newCause(), part(book.available)]
        begin('frozen', cause, amount)
        return post(cause, 'case_frozen', amount, 'available', 'frozen')
      }
      case 'end': {
        const frozen = next('frozen')
        if (!frozen) return []
        const seized = random.chance(0.4) ? part(frozen.amount) : 0n
        return [
          ...post(frozen.cause, 'case_seized', seized, 'frozen', 'marketplace'),
          ...arrive(frozen.cause, 'case_unfrozen', frozen.amount - seized, 'frozen'),
        ]
      }
    }
  }

  private newCause(): string {
    return createHash('md5')
      .update(`${this.seller} acts ${++this.causes}`)
      .digest('hex')
  }

  private paid(at: number): MarketplaceEvent {
    const { random, lines } = this
    const before = lines.at(-1)
    const together = before !== undefined && random.chance(0.2)
    const gift = random.chance(0.03)
    const order = together ? before.order : `${this.seller}-${lines.length}`
    // A marketplace without child orders may use one id for the order, the line and its payment.
    const alike = !together && random.chance(0.2)
    const line = {
      order,
      line: alike ? order : `line-${lines.length % 5}`, // unique only within its order
      currency: gift ? giftsIn : random.pick(this.currencies),
      net: gift
        ? 0n
        : BigInt(random.pick([0, 1, random.whole(2, 99), random.whole(100, 99_999), random.whole(100, 99_999), random.whole(1, 10 ** 9)])),
    }
    lines.push(line)
    return make.paid(line.net, {
      ...this.common(line, at),
      ...(alike && { id: order }),
      fees: { commission: this.fee(), escrow: this.fee(), affiliate: this.fee() },
      ...(random.chance(0.3) && { expected: at + this.days(-3, 50) }),
    })
  }

  /** A random fee; null (not stated) differs from zero. */
  private fee(): bigint | null {
    return this.random.pick([null, 0n, BigInt(this.random.whole(1, 500))])
  }

  /** Random texts of the marketplace for the named fields; each may be missing. */
  private words<Name extends string>(...names: Name[]): Partial<Record<Name, string>> {
    const { random } = this
    return Object.fromEntries(names.flatMap((name) => (random.chance(0.5) ? [[name, `${name} ${random.whole(1, 9)}`]] : []))) as Partial<
      Record<Name, string>
    >
  }

  private happen(at: number): MarketplaceEvent | MarketplaceEvent[] {
    const { random } = this
    const line = random.pick(this.lines.slice(-40))
    const common = this.common(line, at)
    const happening = random.pick(happenings)
    if (happening === 'shipped') return make.shipped({ ...common, when: at - this.days(0, 20), ...this.words('carrier', 'tracking') })
    if (happening === 'delivered')
      return make.delivered({ ...common, when: at - this.days(0, 20), ...(random.chance(0.2) && { expected: at + this.days(-2, 40) }) })
    if (happening === 'confirmed') return make.confirmed({ ...common, when: at })
    if (happening === 'returned') return make.marginReleased(common)
    if (happening === 'unheld') return make.unheld(common)
    if (happening === 'cancelled') return random.chance(0.4) ? make.cancelled(common) : make.shipped(common)
    if (happening === 'held') {
      const reason: HoldReason = random.pick(['dispute', 'risk', 'legal', 'other'])
      return make.held({ ...common, reason, ...this.words('note'), ...(random.chance(0.6) && { until: at + this.days(-1, 40) }) })
    }
    if (happening === 'refunded') {
      const part = () => make.refunded(1n + (line.net * BigInt(random.whole(0, 105))) / 100n, { ...common, ...this.words('reason') })
      return random.chance(0.2) ? [part(), part()] : part()
    }
    return make.released({
      ...common,
      ...(random.chance(0.5) && { margin: (line.net * BigInt(random.whole(0, 12))) / 10n }),
      ...(random.chance(0.7) && { until: at + this.days(1, 110) }),
    })
  }

  private common({ order, line, currency }: Line, at: number) {
    return { seller: this.seller, order, line, currency, at: at - this.random.whole(0, 8) * hour }
  }

  /** A random duration between `low` and `high` days, in milliseconds. */
  private days(low: number, high: number): number {
    return Math.round(this.random.between(low, high) * day)
  }
}
