import { z } from 'zod'
import { isClean } from '#server/platform/clean-text.ts'
import { idPattern } from '#server/platform/marketplace-id.ts'
import { instantPattern } from './events/instant.ts'
import { fits, isLanguageTag, isRegion, isTimeZone } from './events/text.ts'

// What the marketplace's backend may send. These schemas judge the events and generate the OpenAPI document; the texts given to
// the checks are codes of errors.ts. What no schema can say (real dates, digits of a currency, net = gross − fees) is in parse-event.ts.

export const maxEvents = 1000

/** id, seller_id, order_id, line_id, refund_id, hold_id, event_id. */
export const Id = z
  .string()
  .regex(idPattern, 'invalid_id')
  .meta({ id: 'Id', description: 'The marketplace’s own identifier.', examples: ['ord-20260301-1'] })

export const Instant = z
  .string()
  .regex(instantPattern, 'invalid_time')
  .meta({
    id: 'Instant',
    description:
      'RFC 3339 with an offset (`Z` or `+08:00`): a real date, 00:00:00 to 23:59:59, at most three fraction digits, from 1970-01-01 to 2200-01-01. ' +
      '`2026-03-01T08:00:00Z` and `2026-03-01T16:00:00+08:00` are the same instant.',
    examples: ['2026-03-01T16:00:00+08:00'],
  })

const amount = z
  .string()
  .regex(/^(0|[1-9][0-9]*)(\.[0-9]+)?$/, 'invalid_amount')
  .meta({
    description:
      'A decimal string, never a number: at most the currency’s minor digits (JPY 0, USD and CNY 2, KWD 3) and below 10^15 minor units. ' +
      '`12.3` and `12.30` are the same amount.',
  })

export const Money = z
  .strictObject({
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'unknown_currency')
      .meta({ description: 'ISO 4217' }),
    amount,
  })
  .meta({ id: 'Money', examples: [{ currency: 'USD', amount: '12.34' }] })

/** An optional field. `null` means the same as absent. */
const optional = <T extends z.ZodType>(schema: T) => schema.nullish()

/** A text for people: no control characters (line breaks included), no unpaired surrogates. */
const text = (max: number, description: string) =>
  z
    .string()
    .refine((value) => fits(value, max), 'text_too_long')
    .refine(isClean, 'invalid_text')
    .meta({ maxLength: max, description })

const name = z
  .string()
  .refine((value) => value.trim() !== '', 'text_empty')
  .refine((value) => fits(value.trim(), 200), 'text_too_long')
  .refine(isClean, 'invalid_text')
  .meta({ minLength: 1, description: 'The store’s name: 1 to 200 characters. Surrounding white space is removed.' })

const email = z
  .string()
  .max(254, 'invalid_email')
  .regex(/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*$/, 'invalid_email')
  .meta({ description: 'The seller’s contact. The first person of the store is invited here.' })

const line = { order_id: Id, line_id: Id.meta({ description: 'The child order, within `order_id`.' }) }
const expected = { expected_release_at: optional(Instant).meta({ description: 'When the money is expected; shown, moves nothing.' }) }
const reason = optional(text(1000, 'Shown to the seller.'))

const hold = { hold_id: optional(Id).meta({ description: 'Which hold of the line; `default` where absent.' }) }

const fee = z.strictObject({ kind: z.enum(['commission', 'escrow', 'affiliate']), amount: Money })

const data = {
  'seller.upserted': z.strictObject({
    name,
    region: z.string().refine(isRegion, 'unknown_region').meta({ description: 'ISO 3166-1 alpha-2, e.g. `CN`, `HK`, `TW`, `DE`.' }),
    email: optional(email),
    locale: optional(z.string().refine(isLanguageTag, 'invalid_locale')).meta({ description: 'BCP 47, e.g. `zh-CN`, `zh-TW`, `en`.' }),
    time_zone: optional(z.string().refine(isTimeZone, 'unknown_time_zone')).meta({
      description: 'IANA, e.g. `Asia/Shanghai` (the default).',
    }),
  }),
  'seller.closed': z.strictObject({ reason }),
  'seller.reopened': z.strictObject({ reason }),
  'order.paid': z.strictObject({
    ...line,
    gross: Money.meta({ description: 'What the buyer paid for the line; above zero.' }),
    fees: z.array(fee).max(3, 'repeated_fee').meta({ description: 'Each kind at most once, in the currency of `gross`.' }),
    net: Money.meta({ description: 'gross − fees, to the minor unit; zero is allowed.' }),
    ...expected,
  }),
  'order.shipped': z.strictObject({
    ...line,
    at: Instant,
    carrier: optional(text(100, 'The carrier’s name.')),
    tracking: optional(text(100, 'The tracking number.')),
    ...expected,
  }),
  'order.delivered': z.strictObject({ ...line, at: Instant, ...expected }),
  'order.confirmed': z.strictObject({ ...line, at: Instant, ...expected }),
  'order.released': z.strictObject({
    ...line,
    margin: optional(Money).meta({ description: 'Kept in reserve (at most all that the line has pending).' }),
    margin_until: optional(Instant).meta({ description: 'Shown; `margin.released` returns it.' }),
  }),
  'margin.released': z.strictObject(line),
  'order.held': z.strictObject({
    ...line,
    ...hold,
    reason: z.enum(['dispute', 'risk', 'legal', 'other']),
    note: optional(text(1000, 'Shown to the seller.')),
    until: optional(Instant).meta({ description: 'Shown; `order.unheld` ends the hold.' }),
  }),
  'order.unheld': z.strictObject({ ...line, ...hold }),
  'order.refunded': z.strictObject({
    ...line,
    refund_id: Id.meta({ description: 'Counts once for the line.' }),
    amount: Money.meta({ description: 'What leaves; above zero, all refunds of a line together at most its net.' }),
    reason,
  }),
  'order.cancelled': z.strictObject({ ...line, reason }),
  'event.withdrawn': z.strictObject({ event_id: Id.meta({ description: 'The parked event, of the same `seller_id`.' }) }),
} as const

export type WireType = keyof typeof data

/** One sentence for each type: what it does to the seller's buckets. */
const effects: Record<WireType, string> = {
  'seller.upserted':
    'The seller exists. A newer `occurred_at` replaces name, region, email, locale and time zone; one left out is cleared.',
  'seller.closed': 'The account’s status; no money moves.',
  'seller.reopened': 'The account’s status; no money moves.',
  'order.paid': 'pending + net.',
  'order.shipped': 'No money moves.',
  'order.delivered': 'No money moves.',
  'order.confirmed': 'No money moves.',
  'order.released': 'All that the line has pending → available, of it `margin` → reserve.',
  'margin.released': 'What is left of the line’s reserve → available.',
  'order.held': 'Opens that hold: while any hold of the line is open, its pending is frozen. The newest event of a hold wins.',
  'order.unheld': 'Ends that hold; when none is open any more, the line’s frozen → pending. Older than its hold, it ends nothing.',
  'order.refunded':
    'The amount leaves: the line’s pending, then its frozen, then its reserve, then the seller’s available; what is missing becomes debt.',
  'order.cancelled': 'All that the line still has pending and frozen leaves.',
  'event.withdrawn':
    'The parked event is gone as if it had never been sent, and its id is free. Never parks, also before its `seller.upserted`.',
}

function event<T extends WireType>(type: T) {
  const name = type.replace(/(^|\.)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
  return z
    .strictObject({ id: Id, type: z.literal(type), occurred_at: Instant, seller_id: Id, data: data[type] })
    .meta({ id: name, description: effects[type] })
}

export const wireTypes = Object.keys(data) as WireType[]

export const Event = z
  .discriminatedUnion(
    'type',
    [
      event('seller.upserted'),
      event('seller.closed'),
      event('seller.reopened'),
      event('order.paid'),
      event('order.shipped'),
      event('order.delivered'),
      event('order.confirmed'),
      event('order.released'),
      event('margin.released'),
      event('order.held'),
      event('order.unheld'),
      event('order.refunded'),
      event('order.cancelled'),
      event('event.withdrawn'),
    ],
    'unknown_type',
  )
  .meta({ id: 'Event' })

export type WireEvent = z.infer<typeof Event>
export type WireMoney = z.infer<typeof Money>

/** The body of POST /events. For the document only: parse-body.ts parses a body, so that one invalid event never affects another. */
export const EventBatch = z
  .strictObject({ events: z.array(Event).min(1).max(maxEvents) })
  .meta({ id: 'EventBatch', description: 'Processed one by one, in this order.' })
