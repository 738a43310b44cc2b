import { z } from 'zod'
import { type MediaType, purposes } from '#server/files/schema.ts'
import { cleanLines } from '#server/platform/clean-text.ts'
import { MarketplaceId } from '#server/platform/marketplace-id.ts'

/** The marketplace's names of an order and of a line within it. */
export const LineName = z.strictObject({ orderId: MarketplaceId, lineId: MarketplaceId })
export type LineName = z.infer<typeof LineName>

/** How a request is decided. */
export const decisions = ['granted', 'declined'] as const
export type Decision = (typeof decisions)[number]

/** Why a request is declined: the closed list, also of the database's CHECK. `other` comes with a remark that says which. */
export const declineReasons = [
  'proof_unreadable',
  'proof_of_another_order',
  'not_delivered',
  'buyer_disagrees',
  'no_longer_needed',
  'other',
] as const
export type DeclineReason = (typeof declineReasons)[number]

/** The name of a proof's type in messages (requests.types). */
export const proofTypes = { 'image/jpeg': 'jpeg', 'image/png': 'png', 'application/pdf': 'pdf' } as const satisfies Record<
  MediaType,
  string
>

/** Most characters of a note, a line break being one. */
export const noteLength = 500

/** How a form for a line is told from those for others, where what was typed into it is kept. */
export const releaseFormName = (order: string, line: string) => `release ${order} ${line}`

/** What the seller writes to the marketplace's staff. */
export const Note = z.string().overwrite(cleanLines).trim().max(noteLength)

/** One more than is allowed comes through, to be answered with the reason. */
export const Files = z.array(z.instanceof(Uint8Array)).max(purposes.release_proof.maxFiles + 1)

/** A page of the requests: from one on, itself included (`at`) or not, to older ones (`next`) or newer ones. */
export const listInput = z.strictObject({
  place: z
    .union([z.strictObject({ at: z.uuid() }), z.strictObject({ next: z.uuid() }), z.strictObject({ previous: z.uuid() })])
    .nullable()
    .default(null),
  limit: z.int().min(1).max(100).default(25),
})
export type ListQuery = z.infer<typeof listInput>
