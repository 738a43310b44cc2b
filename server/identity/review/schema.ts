import { z } from 'zod'
import { cleanLines } from '#server/platform/clean-text.ts'
import { Reasons, remarkLength } from '../schema.ts'

/** What a reviewer found: all is right, or why which items are sent back. */
export const decideInput = z.strictObject({
  id: z.uuid(),
  decision: z.enum(['approved', 'sent_back']),
  reasons: Reasons,
  /** '' is nothing. */
  remark: z
    .string()
    .overwrite(cleanLines)
    .trim()
    .max(remarkLength)
    .transform((text) => (text === '' ? null : text)),
})
export type DecideInput = z.infer<typeof decideInput>

export const shows = ['open', 'decided'] as const
export type Shows = (typeof shows)[number]

/** A page of the queue: from its beginning, or beside a case. */
export const casesInput = z.strictObject({
  show: z.enum(shows).default('open'),
  place: z
    .union([z.strictObject({ next: z.uuid() }), z.strictObject({ previous: z.uuid() })])
    .nullable()
    .default(null),
  limit: z.int().min(1).max(100).default(25),
})
export type CasesQuery = z.infer<typeof casesInput>
