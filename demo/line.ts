import { percentHalfEven } from '#server/money/index.ts'
import { type Currency, type Due, wireMoney, wireTime } from './wire.ts'

/** A line of an order (a child order). */
export type Line = {
  sellerId: string
  orderId: string
  lineId: string
  currency: Currency
  /** The amount that the buyer paid, minor units. */
  gross: bigint
  /** Whether the buyer came through a partner's link, which costs 3 % more. */
  affiliate: boolean
}

export type HoldReason = 'dispute' | 'risk' | 'legal' | 'other'

/** The marketplace's fees, percent of the gross. */
const fees = { commission: '8', escrow: '1', affiliate: '3' } as const

function feesOf(line: Line): { kind: keyof typeof fees; amount: bigint }[] {
  const kinds = line.affiliate ? (['commission', 'escrow', 'affiliate'] as const) : (['commission', 'escrow'] as const)
  return kinds.map((kind) => ({ kind, amount: percentHalfEven(line.gross, fees[kind]) }))
}

/** The net of a line: gross less all fees, minor units. */
export function netOf(line: Line): bigint {
  return feesOf(line).reduce((left, fee) => left - fee.amount, line.gross)
}

/** Builds the events of one line, each with the instant at which it falls due (epoch milliseconds). */
export class LineStory {
  readonly events: Due[] = []
  private holds = 0
  /** The id of the open hold. */
  private hold = ''

  constructor(readonly line: Line) {}

  paid(at: number, expected?: number): this {
    const money = (minor: bigint) => wireMoney(minor, this.line.currency)
    return this.add('order.paid', at, {
      gross: money(this.line.gross),
      fees: feesOf(this.line).map((fee) => ({ kind: fee.kind, amount: money(fee.amount) })),
      net: money(netOf(this.line)),
      ...whenKnown(expected),
    })
  }

  shipped(at: number, parcel: { carrier: string; tracking: string }, expected?: number): this {
    return this.add('order.shipped', at, { at: wireTime(at), ...parcel, ...whenKnown(expected) })
  }

  delivered(at: number, expected?: number): this {
    return this.add('order.delivered', at, { at: wireTime(at), ...whenKnown(expected) })
  }

  confirmed(at: number, expected: number): this {
    return this.add('order.confirmed', at, { at: wireTime(at), ...whenKnown(expected) })
  }

  held(at: number, reason: HoldReason, until: number, note?: string): this {
    this.holds += 1
    this.hold = `${reason}-${this.holds}`
    return this.add(
      'order.held',
      at,
      { hold_id: this.hold, reason, until: wireTime(until), ...(note === undefined ? {} : { note }) },
      `-${this.holds}`,
    )
  }

  unheld(at: number): this {
    return this.add('order.unheld', at, { hold_id: this.hold }, `-${this.holds}`)
  }

  released(at: number, margin?: { amount: bigint; until: number }): this {
    const kept = margin && { margin: wireMoney(margin.amount, this.line.currency), margin_until: wireTime(margin.until) }
    return this.add('order.released', at, { ...kept })
  }

  marginReleased(at: number): this {
    return this.add('margin.released', at, {})
  }

  /** At most one refund per line, because the refund's id comes from the line's. */
  refunded(at: number, amount: bigint, reason: string): this {
    return this.add('order.refunded', at, { refund_id: `R${this.line.lineId}`, amount: wireMoney(amount, this.line.currency), reason })
  }

  cancelled(at: number, reason: string): this {
    return this.add('order.cancelled', at, { reason })
  }

  private add(type: string, due: number, data: Record<string, unknown>, suffix = ''): this {
    const { sellerId, orderId, lineId } = this.line
    const id = `${type}${suffix}.${lineId}`
    this.events.push({
      due,
      event: { id, type, occurred_at: wireTime(due), seller_id: sellerId, data: { order_id: orderId, line_id: lineId, ...data } },
    })
    return this
  }
}

function whenKnown(expected: number | undefined): { expected_release_at?: string } {
  return expected === undefined ? {} : { expected_release_at: wireTime(expected) }
}
