import { type Random, randomOf } from '#db/seed/random.ts'
import { type Book, post, type Posting } from '#server/ledger/index.ts'
import type { HoldReason, MarketplaceEvent } from '#server/orders/event.ts'
import { batchTx } from '#server/platform/tx.ts'
import * as make from './events.ts'

// Shops that live at random: whatever a marketplace may say happens to them, in whatever order, also what it may not say.

const day = 86_400_000
const hour = 3_600_000

type Line = { order: string; line: string; currency: string; net: bigint }

/** What may happen to a line, as often as it stands here. */
const happenings = [
  'shipped', 'delivered', 'delivered', 'confirmed', 'released', 'released', 'released', 'returned', 'held', 'unheld', 'refunded', 'cancelled',
] as const // prettier-ignore

/** A shop with its stream of chance: the same name lives the same life. */
export class RandomShop {
  private readonly random: Random
  private readonly lines: Line[] = []

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
    return [...paid, ...later]
  }

  /** Of what is available: a part leaves. Of what is being processed: it arrives but for a fee. @param event 32 hex digits */
  withdraw(book: Book & { readonly sellerId: number }, at: number, event: string): Posting[] {
    const { random } = this
    const { sellerId, currency, available, processing } = book
    const common = { sellerId, currency, occurredAt: at, event, line: null }
    if (processing > 1n && random.chance(0.4))
      return [
        { ...common, kind: 'withdrawal_fee', from: 'processing', to: 'fees', amount: 1n },
        { ...common, kind: 'withdrawal_paid', from: 'processing', to: 'bank', amount: processing - 1n },
      ]
    const amount = (available * BigInt(random.whole(20, 100))) / 100n
    if (amount === 0n || random.chance(0.7)) return []
    return [{ ...common, kind: 'withdrawal_requested', from: 'available', to: 'processing', amount }]
  }

  private paid(at: number): MarketplaceEvent {
    const { random, lines } = this
    const before = lines.at(-1)
    const together = before !== undefined && random.chance(0.2)
    const line = {
      order: together ? before.order : `${this.seller}-${lines.length}`,
      line: `line-${lines.length}`,
      currency: random.pick(this.currencies),
      net: BigInt(random.pick([0, 1, random.whole(2, 99), random.whole(100, 99_999), random.whole(100, 99_999), random.whole(1, 10 ** 9)])),
    }
    lines.push(line)
    return make.paid(line.net, {
      ...this.common(line, at),
      fee: BigInt(random.whole(0, 500)),
      ...(random.chance(0.3) && { expected: at + this.days(-3, 50) }),
    })
  }

  private happen(at: number): MarketplaceEvent {
    const { random } = this
    const line = random.pick(this.lines.slice(-40))
    const common = this.common(line, at)
    const happening = random.pick(happenings)
    if (happening === 'shipped') return make.shipped({ ...common, when: at - this.days(0, 20) })
    if (happening === 'delivered')
      return make.delivered({ ...common, when: at - this.days(0, 20), ...(random.chance(0.2) && { expected: at + this.days(-2, 40) }) })
    if (happening === 'confirmed') return make.confirmed({ ...common, when: at })
    if (happening === 'returned') return make.marginReleased(common)
    if (happening === 'unheld') return make.unheld(common)
    if (happening === 'cancelled') return random.chance(0.4) ? make.cancelled(common) : make.shipped(common)
    if (happening === 'held') {
      const reason: HoldReason = random.pick(['dispute', 'risk', 'legal', 'other'])
      return make.held({ ...common, reason, ...(random.chance(0.6) && { until: at + this.days(-1, 40) }) })
    }
    if (happening === 'refunded') return make.refunded(1n + (line.net * BigInt(random.whole(0, 105))) / 100n, common)
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
