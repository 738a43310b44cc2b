import { z } from 'zod'
import { CurrencyCode } from '#server/money/schema.ts'
import { MarketplaceId } from '#server/platform/marketplace-id.ts'

/** Which of a seller's orders: those whose money waits, by where it waits, or the history. */
export const shows = ['waiting', 'held', 'margin', 'released', 'all'] as const

/** Reasons by the list that they narrow. */
export const reasonsOf = {
  waiting: ['shipment', 'delivery', 'protection', 'releasing', 'overdue'],
  held: ['dispute', 'risk', 'legal', 'other'],
} as const

/** When the money is expected: within seven or thirty days (or before now), or nobody has said. */
export const dues = ['week', 'month', 'unknown'] as const

/** A line's key is half a hash and half another: of a UUID it has the form, not the version. */
const key = z.guid()

/** A page of the list. `next` and `previous` are the line to go on from in that direction. */
export const listInput = z.strictObject({
  show: z.enum(shows).default('waiting'),
  reason: z
    .enum([...reasonsOf.waiting, ...reasonsOf.held])
    .nullable()
    .default(null),
  due: z.enum(dues).nullable().default(null),
  currency: CurrencyCode.nullable().default(null),
  place: z
    .union([z.strictObject({ next: key }), z.strictObject({ previous: key })])
    .nullable()
    .default(null),
  limit: z.int().min(1).max(100).default(25),
})

export type ListQuery = z.infer<typeof listInput>

/** An order by the marketplace's own id. */
export const orderInput = z.strictObject({ orderId: MarketplaceId })
