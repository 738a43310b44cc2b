import type { Random } from '#demo/random.ts'

// Random event histories of a marketplace, with the final status of each event, which must not depend on the order of delivery.

export type Told = {
  readonly event: WireEvent
  /** `nothing`: rejected, or a duplicate. */
  readonly fate: 'booked' | 'parked' | 'nothing'
}

export type WireEvent = {
  readonly id: string
  readonly type: string
  readonly occurred_at: string
  readonly seller_id: string
  readonly data: Readonly<Record<string, unknown>>
}

/** `before`: pairs of events whose order is fixed (a conflict comes after the event that it contradicts). All others: any order. */
export type History = { readonly told: readonly Told[]; readonly before: readonly (readonly [number, number])[] }

/** 1 November 2026, 12:00 in Shanghai. */
const noon = Date.UTC(2026, 10, 1, 4)
const farAhead = '2199-12-31T00:00:00Z'

/** Makes random histories whose names begin with `prefix`. */
export class Historian {
  private readonly told: Told[] = []
  private readonly before: [number, number][] = []
  private count = 0

  constructor(
    private readonly random: Random,
    private readonly prefix: string,
  ) {}

  /**
   * A history with two active sellers, a known seller without orders, and a seller id that was mistyped.
   * @param lines number of lines
   * @param extras number of duplicates, conflicts, corrections, strays and withdrawals of events
   */
  write(lines: number, extras: number): History {
    for (const seller of ['a', 'b', 'stranger']) this.seller(seller)
    for (let line = 0; line < lines; line++) this.line(this.random.pick(['a', 'b']), String(line))
    const own = this.told.length
    for (let n = 0; n < extras; n++) this.extra(own, lines)
    return { told: this.told, before: this.before }
  }

  private seller(seller: string): void {
    const { random } = this
    for (let n = random.whole(1, 2); n > 0; n--)
      this.tell('seller.upserted', seller, {
        name: `Shop ${random.whole(1, 99)}`,
        region: 'CN',
        ...(random.chance(0.5) && { email: `shop${random.whole(1, 9)}@shop.example` }),
        ...(random.chance(0.5) && { time_zone: random.pick(['Europe/Berlin', 'Asia/Taipei']) }),
      })
    for (let n = random.whole(0, 2); n > 0; n--) this.tell(random.pick(['seller.closed', 'seller.reopened']), seller, {})
  }

  /** The events of a line. Refund, release and cancellation never compete, nor a hold with the latter two. */
  private line(seller: string, name: string): void {
    const { random } = this
    const line = this.names(name)
    const [gross, fee] = [random.whole(1, 900), random.whole(0, 1)]
    const expected = () => random.chance(0.5) && { expected_release_at: this.instant(random.whole(1, 9) * 86_400_000) }
    const fees = [{ kind: 'commission', amount: usd(fee) }]
    this.tell('order.paid', seller, { ...line, gross: usd(gross), fees, net: usd(gross - fee), ...expected() })
    for (const type of ['order.shipped', 'order.delivered', 'order.confirmed'])
      for (let n = random.whole(0, 2); n > 0; n--)
        this.tell(type, seller, { ...line, at: this.instant(random.whole(0, 3) * 3_600_000), ...expected() })
    const end = random.pick(['waits', 'released', 'released', 'refunded', 'refunded', 'cancelled'])
    if (end !== 'cancelled') this.holds(seller, line, end === 'released')
    if (end === 'released') this.release(seller, line, gross - fee)
    if (end === 'cancelled') this.tell('order.cancelled', seller, line)
    if (end === 'refunded') this.refunds(seller, line, gross - fee, random.whole(1, 2))
    if (end !== 'released' && random.chance(0.2)) this.tell('margin.released', seller, line, 'parked')
  }

  private holds(seller: string, line: object, allEnd: boolean): void {
    const { random } = this
    const names = [{}, { hold_id: 'court' }, { hold_id: 'Risk:7' }]
    for (let n = random.whole(0, 5); n > 0; n--) {
      const data = { ...line, ...random.pick(names) }
      if (random.chance(0.5)) this.tell('order.unheld', seller, data)
      else
        this.tell('order.held', seller, {
          ...data,
          reason: random.pick(['dispute', 'risk', 'legal', 'other']),
          ...(random.chance(0.5) && { until: this.instant(random.whole(1, 9) * 86_400_000) }),
        })
    }
    if (allEnd) for (const name of names) this.tell('order.unheld', seller, { ...line, ...name }, 'booked', 10_000)
  }

  private release(seller: string, line: object, net: number): void {
    const { random } = this
    const margin = random.chance(0.5) ? random.whole(0, net + 5) : 0
    this.tell('order.released', seller, { ...line, ...(margin > 0 && { margin: usd(margin) }) })
    if (random.chance(0.5)) this.tell('margin.released', seller, line)
    // Without a margin the result does not depend on the order of release and refund.
    if (margin === 0 && random.chance(0.5)) this.refunds(seller, line, net, 1)
  }

  private refunds(seller: string, line: object, net: number, parts: number): void {
    for (let left = net, part = 0; part < parts && left > 0; part++) {
      const amount = this.random.whole(1, left)
      this.tell('order.refunded', seller, { ...line, refund_id: `r${part}`, amount: usd(amount) })
      left -= amount
    }
  }

  /** Adds events that do not change the result of the sellers' own events. */
  private extra(own: number, lines: number): void {
    const { random } = this
    const at = random.whole(0, own - 1)
    const { event, fate } = this.told[at] as Told
    const line = this.names(String(random.whole(0, lines - 1)))
    switch (random.whole(0, 5)) {
      case 0:
        this.told.push({ event, fate: 'nothing' })
        break
      case 1:
        this.before.push([at, this.told.length])
        this.told.push({ event: { ...event, occurred_at: this.instant(77) }, fate: 'nothing' })
        break
      case 2:
        this.told.push({ event: { ...event, occurred_at: farAhead }, fate: 'nothing' })
        break
      case 3:
        this.tell(random.pick(['order.shipped', 'order.held', 'order.unheld', 'order.cancelled']), 'stranger', line, 'nothing')
        break
      case 4:
        this.tell('order.paid', 'typo', { ...line, gross: usd(5), fees: [], net: usd(5) }, 'parked')
        break
      default:
        this.withdrawal(line, fate === 'parked' ? null : event.id)
    }
  }

  /** The mistyped seller's stray is withdrawn, and another event may take its id; or the seller tries to withdraw another's event. */
  private withdrawal(line: object, booked: string | null): void {
    const { random, told } = this
    if (booked !== null && random.chance(0.4)) {
      this.tell('event.withdrawn', 'typo', { event_id: booked }, 'nothing')
      return
    }
    const stray = told.length
    this.tell('order.cancelled', 'typo', line, 'nothing')
    const { id } = (told[stray] as Told).event
    this.tell('event.withdrawn', 'typo', { event_id: id })
    this.before.push([stray, stray + 1])
    if (random.chance(0.5)) return
    this.tell('order.confirmed', 'typo', { ...line, at: this.instant(0) }, 'parked', 0, id)
    this.before.push([stray + 1, stray + 2])
  }

  private names(line: string): { order_id: string; line_id: string } {
    return { order_id: `${this.prefix}order`, line_id: line }
  }

  private instant(after: number): string {
    return new Date(noon + after).toISOString()
  }

  /** Adds an event. There are only three instants, so that many events share one; ids are in random order. */
  private tell(type: string, seller: string, data: object, fate: Told['fate'] = 'booked', after = 0, id = this.id()): void {
    const kept = { ...data } as Record<string, unknown>
    if (type === 'order.shipped' || type === 'order.delivered' || type === 'order.confirmed') kept.at ??= this.instant(0)
    if (type === 'order.held') kept.reason ??= 'other'
    const occurred = this.instant(this.random.whole(0, 2) * 1000 + after)
    this.told.push({ event: { id, type, occurred_at: occurred, seller_id: this.prefix + seller, data: kept }, fate })
  }

  private id(): string {
    return `${this.prefix}${this.random.pick(['A', 'Z', 'a', 'z', '0', '9', '.', '_', ':', '-'])}${this.random.whole(0, 9)}-${++this.count}`
  }
}

function usd(cents: number): { currency: string; amount: string } {
  const text = String(cents).padStart(3, '0')
  return { currency: 'USD', amount: `${text.slice(0, -2)}.${text.slice(-2)}` }
}
