import type { Sql } from 'postgres'

// The rows of one seller, as the recounts use them. Nothing is added up here, and no code of the product is called.

/** A movement's row. `line` is the key of its line, `cause` the key of its cause. Minor units, epoch milliseconds. */
export type MovementFact = {
  readonly currency: string
  readonly version: number
  readonly kind: number
  readonly from: number
  readonly to: number
  readonly amount: bigint
  readonly occurredAt: number
  readonly bookedAt: number
  readonly cause: string
  readonly line: string | null
}

/**
 * The data of a line that is not in its movements: ids, dates, gross and fees (minor units). `state` is coded as `lines.state` and derived
 * from the line's events, except the bit for an open hold: it comes from the row, because events of one batch have no order.
 */
export type LineFact = {
  readonly key: string
  readonly orderId: string
  readonly lineId: string
  readonly currency: string
  readonly state: number
  readonly holdReason: number | null
  readonly gross: bigint
} & Readonly<Record<'shippedAt' | 'deliveredAt' | 'expectedAt' | 'holdUntil' | 'marginUntil', number | null>> &
  Readonly<Record<Fee, bigint | null>>

export const fees = ['commission', 'escrow', 'affiliate'] as const
export type Fee = (typeof fees)[number]

/** A booked event of a line. `detail` holds the marketplace's texts. */
export type EventFact = {
  readonly key: string
  readonly id: string
  readonly type: number
  readonly line: string
  readonly occurredAt: number
  readonly bookedAt: number
  readonly detail: Readonly<Partial<Record<'reason' | 'note' | 'carrier' | 'tracking', string>>> | null
}

/** `value` is a decimal string of at most ten digits after the point. */
export type RateFact = {
  readonly base: string
  readonly quote: string
  readonly value: string
  readonly source: string
  readonly at: number
}

export type Facts = {
  readonly zone: string
  /** The portal's clock just before the rows were read. */
  readonly now: number
  /** Whether the marketplace has closed the store. */
  readonly closed: boolean
  readonly protectionDays: number
  /** Days after shipment at which a closed store's money is released. */
  readonly closedReleaseDays: number
  /** In order of version within each book. */
  readonly movements: readonly MovementFact[]
  readonly lines: readonly LineFact[]
  /** By instant, then type, then id; independent of the order of delivery. */
  readonly events: readonly EventFact[]
  /** Newest first. */
  readonly rates: readonly RateFact[]
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`

/** The bit of `lines.state` for each event type (by its code, from 1): shipped, delivered, confirmed, released; cancelled. */
const bits = 'array[0, 0, 1, 2, 4, 8, 0, 0, 0, 0, 32]'

/** Reads all rows from which a seller's figures follow. @param owner a connection of the database's owner */
export async function factsOf(owner: Sql<{ bigint: bigint }>, sellerId: number): Promise<Facts> {
  const [[seller], movements, lines, events, rates] = await Promise.all([
    owner.unsafe<[Pick<Facts, 'zone' | 'now' | 'closed' | 'protectionDays' | 'closedReleaseDays'>]>(
      `select time_zone as zone, ${ms('portal_now()')} as now, closed,
        (select value::int from policies where name = 'closed_release_days') as "closedReleaseDays",
        (select value::int from policies where name = 'protection_days') as "protectionDays"
      from sellers where id = ${sellerId}`,
    ),
    owner.unsafe<MovementFact[]>(
      `select currency, version, kind, from_bucket as "from", to_bucket as "to", amount, ${ms('occurred_at')} as "occurredAt",
        ${ms('booked_at')} as "bookedAt", cause::text, line::text
      from movements where seller_id = ${sellerId} order by currency, version`,
    ),
    owner.unsafe<LineFact[]>(
      `select key::text, order_id as "orderId", line_id as "lineId", currency, hold_reason as "holdReason", gross, ${fees.join(', ')},
        state & 16 | coalesce((select bit_or((${bits})[type]) from events where line = lines.key and problem is null), 0) as state,
        ${ms('shipped_at')} as "shippedAt", ${ms('delivered_at')} as "deliveredAt", ${ms('expected_at')} as "expectedAt",
        ${ms('hold_until')} as "holdUntil",
        ${ms('margin_until')} as "marginUntil"
      from lines where seller_id = ${sellerId}`,
    ),
    owner.unsafe<EventFact[]>(
      `select key::text, id, type, line::text, detail, ${ms('occurred_at')} as "occurredAt", ${ms('booked_at')} as "bookedAt"
      from events where seller_id = ${sellerId} and line is not null and problem is null order by occurred_at, type, id`,
    ),
    owner.unsafe<RateFact[]>(`select base, quote, rate::text as value, source, ${ms('at')} as at from rates order by at desc`),
  ])
  return { ...seller, movements, lines, events, rates }
}

const quarter = 900_000
const daysIn = new Map<string, Map<number, string>>()

/** The day (YYYY-MM-DD) of an instant in a time zone. Cached per quarter of an hour, because days begin on one in every zone. */
export function dayIn(zone: string, at: number): string {
  const known = daysIn.get(zone) ?? new Map<number, string>()
  daysIn.set(zone, known)
  const begun = Math.floor(at / quarter)
  const day = known.get(begun) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(begun * quarter)
  known.set(begun, day)
  return day
}

/** The day that is `days` days after another. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

const digits: Readonly<Record<string, number>> = { CNY: 2, EUR: 2, USD: 2, JPY: 0, KWD: 3 }

const placesOf = (currency: string): number => {
  const places = digits[currency]
  if (places === undefined) throw new Error(`how many digits has ${currency}?`)
  return places
}

/** Minor units as a decimal string. */
export function text(minor: bigint, currency: string): string {
  const places = placesOf(currency)
  const figures = String(minor < 0n ? -minor : minor).padStart(places + 1, '0')
  const whole = figures.slice(0, figures.length - places)
  return `${minor < 0n ? '-' : ''}${whole}${places === 0 ? '' : `.${figures.slice(-places)}`}`
}

/** The minor units of a decimal string, which may have fewer decimals than the currency. */
export function minor(amount: string, currency: string): bigint {
  const [whole = '', part = ''] = amount.split('.')
  return BigInt(whole + part.padEnd(placesOf(currency), '0'))
}

/** The sum of `worth` over the things. */
export function sum<T>(things: readonly T[], worth: (thing: T) => bigint): bigint {
  return things.reduce((total, thing) => total + worth(thing), 0n)
}

/** Groups things by the key that `shared` returns, in order of each key's first thing. */
export function grouped<T>(things: readonly T[], shared: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const thing of things) {
    const group = groups.get(shared(thing))
    if (group) group.push(thing)
    else groups.set(shared(thing), [thing])
  }
  return groups
}
