import { z } from 'zod'
import { limits } from './proof.ts'

/** The marketplace's names of an order and of a line within it. */
export const LineName = z.strictObject({ orderId: z.string().min(1).max(64), lineId: z.string().min(1).max(64) })
export type LineName = z.infer<typeof LineName>

/** What the seller writes to the marketplace's staff. */
export const Note = z.string().trim().max(500)

/** One more than is allowed comes through, to be answered with the reason. */
export const Files = z.array(z.instanceof(Uint8Array)).max(limits.files + 1)
