import { formatMinor } from '#server/money/index.ts'
import { type EventType, eventTypeOf, type HoldReason } from '#server/orders/index.ts'
import { type LineRow, receivedOf, type Release, releasedOf, releaseOf } from './release.ts'

/** An event that was booked on a line, as its row says it, by the marketplace's id; `detail` holds the texts that came along. */
export type EventRow = {
  readonly id: string
  readonly line: string
  readonly type: number
  readonly occurredAt: number
  readonly refund: bigint | null
  readonly detail: EventTexts | null
}

/** What the marketplace wrote about an event, in whatever language. */
type EventTexts = { readonly reason?: string; readonly note?: string; readonly carrier?: string; readonly tracking?: string }

/**
 * From what the buyer paid to what the seller gets, decimal strings: gross − fees = net, net − refunds − cancelled = received; of that
 * pending, frozen and reserve are still to come and the rest has been released. A fee that nobody charged is null.
 */
export type Waterfall = { readonly currency: string } & Readonly<
  Record<'gross' | 'net' | 'refunded' | 'cancelled' | 'received' | 'pending' | 'frozen' | 'reserve' | 'released', string>
> &
  Readonly<Record<'commission' | 'escrow' | 'affiliate', string | null>>

/** What may have happened to a line, in one word each. */
const kinds = {
  'order.paid': 'paid',
  'order.shipped': 'shipped',
  'order.delivered': 'delivered',
  'order.confirmed': 'confirmed',
  'order.released': 'released',
  'margin.released': 'margin_returned',
  'order.held': 'held',
  'order.unheld': 'unheld',
  'order.refunded': 'refunded',
  'order.cancelled': 'cancelled',
} as const satisfies Partial<Record<EventType, string>>

/**
 * Something that happened to a line (epoch milliseconds), by the marketplace's id of the event. `amount` is what the payment brought or a refund took, `hold` why it was
 * held, `words` what the marketplace wrote about it, each once, in whatever language.
 */
export type Step = {
  readonly id: string
  readonly kind: (typeof kinds)[keyof typeof kinds]
  readonly at: number
  readonly amount: string | null
  readonly hold: HoldReason | null
  readonly words: readonly string[]
}

export type OrderLine = Release & { readonly waterfall: Waterfall; readonly steps: readonly Step[] }

export type Order = {
  readonly orderId: string
  readonly lines: readonly OrderLine[]
  /** The sum of the lines, a currency each. */
  readonly sums: readonly Waterfall[]
}

/** An order of its lines and their events, each in order; null where there is no line. */
export function orderOf(orderId: string, rows: readonly LineRow[], events: readonly EventRow[]): Order | null {
  if (rows.length === 0) return null
  const currencies = [...new Set(rows.map((row) => row.currency))]
  return {
    orderId,
    lines: rows.map((row) => ({
      ...releaseOf(row),
      waterfall: waterfallOf([row]),
      steps: events.filter((event) => event.line === row.key).map((event) => stepOf(event, row)),
    })),
    sums: currencies.map((currency) => waterfallOf(rows.filter((row) => row.currency === currency))),
  }
}

/** The waterfall of lines of one currency together. */
export function waterfallOf(rows: readonly LineRow[]): Waterfall {
  const currency = rows[0]?.currency ?? ''
  const money = (minor: bigint) => formatMinor(minor, currency)
  const sum = (value: (row: LineRow) => bigint) => rows.reduce((minor, row) => minor + value(row), 0n)
  const fee = (kind: 'commission' | 'escrow' | 'affiliate') =>
    rows.every((row) => row[kind] === null) ? null : money(sum((row) => row[kind] ?? 0n))
  return {
    currency,
    gross: money(sum((row) => row.gross)),
    commission: fee('commission'),
    escrow: fee('escrow'),
    affiliate: fee('affiliate'),
    net: money(sum((row) => row.net)),
    refunded: money(sum((row) => row.refunded)),
    cancelled: money(sum((row) => row.net - row.refunded - receivedOf(row))),
    received: money(sum(receivedOf)),
    pending: money(sum((row) => row.pending)),
    frozen: money(sum((row) => row.frozen)),
    reserve: money(sum((row) => row.reserve)),
    released: money(sum(releasedOf)),
  }
}

function stepOf(event: EventRow, { currency, net }: LineRow): Step {
  const kind = (kinds as Partial<Record<EventType, Step['kind']>>)[eventTypeOf(event.type)]
  if (!kind) throw new Error(`an event of type ${event.type} is of no line`)
  const { reason, note, carrier, tracking } = event.detail ?? {}
  const minor = kind === 'paid' ? net : event.refund
  return {
    id: event.id,
    kind,
    at: event.occurredAt,
    amount: minor === null ? null : formatMinor(minor, currency),
    // A hold's reason is one of ours, any other event's is the marketplace's own sentence.
    hold: kind === 'held' ? ((reason ?? 'other') as HoldReason) : null,
    words: [...new Set([kind === 'held' ? undefined : reason, note, carrier, tracking].filter((text) => text !== undefined))],
  }
}
