import { createHash } from 'node:crypto'
import { type Random, randomOf } from '#db/seed/random.ts'
import { type Book, post, type Posting } from '#server/ledger/index.ts'
import type { HoldReason, MarketplaceEvent } from '#server/orders/event.ts'
import { batchTx } from '#server/platform/tx.ts'
import * as make from './events.ts'

// Shops that live at random: whatever a marketplace may say happens to them, in whatever order, also what it may not say.

const day = 86_400_000
const hour = 3_600_000

type Line = { order: string; line: string; currency: string; net: bigint }

/** What a seller asked the bank for and hasn't been paid: what was asked is known by it afterwards. */
type Withdrawal = { currency: string; event: string; amount: bigint }

/** What may happen to a line, as often as it stands here. */
const happenings = [
  'shipped', 'delivered', 'delivered', 'confirmed', 'released', 'released', 'released', 'returned', 'held', 'unheld', 'refunded', 'cancelled',
] as const // prettier-ignore

/** A currency in which nothing is ever earned, so that no shop has a book of it. */
const giftsIn = 'EUR'

/** A shop with its stream of chance: the same name lives the same life. */
export class RandomShop {
  private readonly random: Random
  private readonly lines: Line[] = []
  private readonly underWay: Withdrawal[] = []
  private withdrawn = 0

  constructor(
    readonly seller: string,
    readonly zone: string,
    private readonly currencies: readonly string[],
  ) {
    this.random = randomOf('histories', seller)
  }

  /** What is said of the shop at an instant (epoch milliseconds). */
  next(at: number): MarketplaceEvent[] {
    const { random } = this
    const paid = Array.from({ length: random.whole(0, 3) }, () => this.paid(at))
    const later = Array.from({ length: this.lines.length === 0 ? 0 : random.whole(1, 7) }, () => this.happen(at))
    return [...paid, ...later.flat()]
  }

  /** A part of what is available leaves, or what was asked for first arrives but for a fee. */
  withdraw(book: Book & { readonly sellerId: number }, at: number): Posting[] {
    const { random, underWay } = this
    const { sellerId, currency, available } = book
    const posting = { sellerId, currency, occurredAt: at, line: null }
    const first = underWay.findIndex((withdrawal) => withdrawal.currency === currency)
    if (first >= 0 && random.chance(0.4)) {
      const [{ event, amount }] = underWay.splice(first, 1) as [Withdrawal]
      const rest = { ...posting, event, kind: 'withdrawal_paid', from: 'processing', to: 'bank', amount: amount - 1n } as const
      return [
        { ...posting, event, kind: 'withdrawal_fee', from: 'processing', to: 'fees', amount: 1n },
        ...(rest.amount > 0n ? [rest] : []),
      ]
    }
    const amount = (available * BigInt(random.whole(20, 100))) / 100n
    if (amount === 0n || random.chance(0.7)) return []
    const event = createHash('md5')
      .update(`${this.seller} withdraws ${++this.withdrawn}`)
      .digest('hex')
    underWay.push({ currency, event, amount })
    return [{ ...posting, event, kind: 'withdrawal_requested', from: 'available', to: 'processing', amount }]
  }

  private paid(at: number): MarketplaceEvent {
    const { random, lines } = this
    const before = lines.at(-1)
    const together = before !== undefined && random.chance(0.2)
    const gift = random.chance(0.03)
    const order = together ? before.order : `${this.seller}-${lines.length}`
    // Where orders have no parts, one name is the order's, the line's and that of its payment.
    const alike = !together && random.chance(0.2)
    const line = {
      order,
      line: alike ? order : `line-${lines.length % 5}`, // a name within its order, which others have too
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

  /** A fee that nobody names is another thing than one of zero. */
  private fee(): bigint | null {
    return this.random.pick([null, 0n, BigInt(this.random.whole(1, 500))])
  }

  /** What a marketplace writes about what it says, or nothing. */
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

  /** So many days, hours and minutes, drawn from a range of days. */
  private days(low: number, high: number): number {
    return Math.round(this.random.between(low, high) * day)
  }
}

/** Posts what shops do by themselves, past the marketplace's events. */
export async function postWithdrawals(postings: readonly Posting[]): Promise<void> {
  await batchTx((tx) => post(tx, postings))
}
