import { z } from 'zod'
import { faults, problems, rejections } from '../errors.ts'
import { Id, Instant, Money, wireTypes } from '../schema.ts'

// Schemas of answers. Answers may gain fields; a client ignores unknown ones.

const nullableId = z.string().nullable()

export const ProblemError = z.object({
  pointer: z.string().meta({ description: 'JSON pointer (RFC 6901) into the event, or into the body; of a parameter, its name.' }),
  code: z.enum([...Object.keys(faults), ...Object.keys(rejections)] as [string, ...string[]]),
  detail: z.string(),
})

const problem = {
  type: z.string().meta({ description: '`urn:seller-funds-portal:problem:<code>`' }),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
}

export const Problem = z
  .object({
    ...problem,
    code: z.enum(Object.keys(problems) as [string, ...string[]]),
    trace_id: z.string().meta({ description: 'Quote it to support: the portal’s log has it. Also in the header X-Trace-Id.' }),
    errors: z.array(ProblemError),
  })
  .meta({ id: 'Problem', description: 'Why a whole request was refused (RFC 9457).' })

export const EventProblem = z
  .object({
    ...problem,
    code: z.enum(['invalid_event', ...Object.keys(rejections)] as [string, ...string[]]),
    errors: z.array(ProblemError),
  })
  .meta({ id: 'EventProblem', description: 'Why one event was not booked. The pointers are into the event.' })

export const EventResult = z
  .object({
    id: nullableId.meta({ description: 'The id as it was sent; null where it was invalid.' }),
    status: z.enum(['posted', 'duplicate', 'parked', 'rejected']),
    problem: EventProblem.optional(),
  })
  .meta({ id: 'EventResult' })

export const EventResults = z
  .object({ results: z.array(EventResult) })
  .meta({ id: 'EventResults', description: 'One result for each event, in the order sent.' })

const eventType = z.enum(wireTypes as [string, ...string[]])

export const EventState = z
  .object({
    id: Id,
    type: eventType,
    status: z.enum(['posted', 'parked', 'rejected']),
    occurred_at: Instant,
    booked_at: Instant.optional().meta({
      description: 'When it was booked; absent while it is parked, and where it was rejected.',
    }),
    seller_id: Id,
    order_id: Id.optional(),
    line_id: Id.optional(),
    waiting_for: z
      .enum(['seller.upserted', 'order.paid', 'order.unheld', 'order.released'])
      .optional()
      .meta({ description: 'While it is parked: the type of the event, of this seller or line, that it waits for.' }),
    problem: EventProblem.optional(),
  })
  .meta({ id: 'EventState' })

const amount = z
  .string()
  .meta({ description: 'A decimal string with the currency’s digits; negative where it is below zero.', examples: ['1234.50'] })

export const Balance = z
  .object({
    available: amount,
    pending: amount,
    reserve: amount,
    frozen: amount,
    processing: amount,
    debt: amount.meta({ description: 'What the seller owes, written as a positive amount.' }),
    total: amount.meta({ description: 'available + pending + reserve + frozen + processing − debt' }),
  })
  .meta({ id: 'Balance' })

export const Balances = z
  .object({
    seller_id: Id,
    status: z.enum(['unopened', 'open', 'restricted', 'closed']),
    as_of: Instant,
    currencies: z
      .record(z.string(), Balance)
      .meta({ description: 'By ISO 4217 code: always `CNY` and `USD`, others where something was booked.' }),
  })
  .meta({ id: 'Balances' })

export const Seller = z
  .object({
    seller_id: Id,
    status: z.enum(['unopened', 'open', 'restricted', 'closed']),
    name: z.string(),
    region: z.string(),
    email: z.string().optional(),
    locale: z.string().optional(),
    time_zone: z.string().optional().meta({ description: 'As it was announced; the store’s own people may have chosen another.' }),
    occurred_at: Instant,
    event_id: Id.optional().meta({ description: 'The newest `seller.upserted`, whose data these are.' }),
  })
  .meta({ id: 'Seller' })

export const Line = z
  .object({
    line_id: Id,
    seller_id: Id,
    status: z.enum(['awaiting_shipment', 'in_transit', 'delivered', 'confirmed', 'released', 'held', 'cancelled', 'refunded']),
    reason: z.enum(['dispute', 'risk', 'legal', 'other']).optional().meta({ description: 'While it is held.' }),
    expected_release_at: Instant.optional(),
    gross: Money,
    fees: z.array(z.object({ kind: z.enum(['commission', 'escrow', 'affiliate']), amount: Money })),
    net: Money,
    refunded: Money,
    received: Money.meta({ description: 'net − refunds; zero after a cancellation.' }),
    timeline: z.array(z.object({ type: eventType, occurred_at: Instant, booked_at: Instant })),
  })
  .meta({ id: 'Line' })

export const Order = z
  .object({
    order_id: Id,
    lines: z.array(Line).meta({ maxItems: 1000, description: 'The oldest payment first.' }),
    has_more: z.boolean().meta({ description: 'Ask again with `starting_after` = the last `line_id`.' }),
  })
  .meta({ id: 'Order' })

export const Reconciliation = z
  .object({
    date: z.string().meta({ description: 'YYYY-MM-DD, in the marketplace’s zone.' }),
    currencies: z.record(
      z.string(),
      z.object({
        opening: amount.meta({ description: 'The total of all sellers when the day began.' }),
        closing: amount.meta({ description: 'The total when it ended: opening + the sums.' }),
        by_type: z.array(
          z.object({
            type: z
              .string()
              .meta({ description: 'The type of event, or `withdrawal`, `conversion`, `adjustment`, `case`, that caused the movements.' }),
            count: z.int(),
            sum: amount.meta({ description: 'The change of the sellers’ total; zero where money only moved between buckets.' }),
            moved: amount.meta({ description: 'The sum moved between buckets, in both directions.' }),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Reconciliation' })

export const Withdrawal = z.object({ id: Id }).meta({ id: 'Withdrawal', description: 'There are none yet.' })

/** A page of a list, newest first. */
export const listOf = <T extends z.ZodType>(item: T, id: string) =>
  z.object({ object: z.literal('list'), data: z.array(item), has_more: z.boolean() }).meta({ id })

export const EventList = listOf(EventState, 'EventList')
export const WithdrawalList = listOf(Withdrawal, 'WithdrawalList')
