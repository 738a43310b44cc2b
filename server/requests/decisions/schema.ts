import { z } from 'zod'
import { cleanLines } from '#server/platform/clean-text.ts'
import { declineReasons, decisions } from '../schema.ts'

/** Most characters of what staff write beside a decision. */
export const remarkLength = 500

/** A field of a form that was left empty is none. */
const Remark = z
  .string()
  .overwrite(cleanLines)
  .trim()
  .max(remarkLength)
  .transform((text) => (text === '' ? null : text))
  .nullable()

/** A decision on a request. One that is declined for another reason says which, since the seller reads nothing else. */
export const decideInput = z
  .strictObject({
    id: z.uuid(),
    decision: z.enum(decisions),
    reason: z.enum(declineReasons).nullable(),
    remark: Remark,
  })
  .refine(({ decision, reason }) => (decision === 'declined') === (reason !== null), { path: ['reason'] })
  .refine(({ reason, remark }) => reason !== 'other' || remark !== null, { path: ['remark'] })
export type DecideInput = z.infer<typeof decideInput>

/** What the second person says to a proposal, by the hash of the content that they have seen. */
export const checkInput = z.strictObject({
  id: z.uuid(),
  proposal: z.uuid(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  agree: z.boolean(),
  remark: Remark,
})
export type CheckInput = z.infer<typeof checkInput>

export const queues = ['open', 'waiting', 'decided'] as const
export type Queue = (typeof queues)[number]

/** A page of the queue: from its beginning, or beside a request. */
export const queueInput = z.strictObject({
  show: z.enum(queues).default('open'),
  place: z
    .union([z.strictObject({ next: z.uuid() }), z.strictObject({ previous: z.uuid() })])
    .nullable()
    .default(null),
  limit: z.int().min(1).max(100).default(25),
})
export type QueueQuery = z.infer<typeof queueInput>
