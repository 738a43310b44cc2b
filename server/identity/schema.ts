import { z } from 'zod'
import { documentPages, documentTypes, regions } from './documents/document-type.ts'
import type { Field } from './documents/problem.ts'

export { countryCodes } from './documents/country.ts'
export {
  documentPages,
  documentTypes,
  pagesOf,
  regions,
  typesOf,
  type DocumentPage,
  type DocumentType,
  type Region,
} from './documents/document-type.ts'

/** An attempt is edited, waits for staff, and is approved or sent back; a sent back one is followed by another. */
export const attemptStates = ['draft', 'submitted', 'sent_back', 'approved'] as const
export type AttemptState = (typeof attemptStates)[number]

/** Why a reviewer sends a typed field back, or a picture. The sentences are in messages: identity.reasons.<reason>. */
export const fieldReasons = ['differs'] as const
export const pageReasons = ['unreadable', 'cropped', 'wrong_document', 'not_original'] as const

/** What a reviewer judges one by one. */
export const reviewedFields = ['name', 'latinName', 'number', 'renewals', 'birth', 'validFrom', 'validUntil'] as const satisfies Field[]
export type ReviewedField = (typeof reviewedFields)[number]

/** Why each item was sent back. */
export const Reasons = z.strictObject({
  fields: z.partialRecord(z.enum(reviewedFields), z.enum(fieldReasons)),
  pages: z.partialRecord(z.enum(documentPages), z.enum(pageReasons)),
})
export type Reasons = z.infer<typeof Reasons>

/** Which document proves it. `country` is ISO 3166 alpha-2, for the region `other`. */
export const chooseInput = z.strictObject({ region: z.enum(regions), type: z.enum(documentTypes) })

const line = z.string().max(200)

/** What is typed of the document; a number of '' is the one that was saved. */
export const detailsInput = z.strictObject({
  country: line,
  name: line,
  latinName: line,
  number: line,
  renewals: line,
  birth: line,
  validFrom: line,
  validUntil: line,
})
export type Details = z.infer<typeof detailsInput>

/** A picture of a page; one more than is taken comes through, to be answered with the reason. */
export const pageInput = z.strictObject({ page: z.enum(documentPages), files: z.array(z.instanceof(Uint8Array)).max(2) })

/** Most characters of what a reviewer writes to the seller. */
export const remarkLength = 500

/** How long a reviewer holds a case that they have taken, in minutes (a house rule; then others may take it). */
export const takenMinutes = 10

/** Within how many hours a case is to be decided (the service promise that the page for sellers names). */
export const promisedHours = 24
