import { z } from 'zod'
import { type Bucket, movementKinds, type MovementKind } from '#server/ledger/index.ts'
import { isClean } from '#server/platform/clean-text.ts'

const kinds = Object.keys(movementKinds) as [MovementKind, ...MovementKind[]]
/** Those of the seller; what goes to the outside world leaves one of them. */
const buckets = ['available', 'processing', 'pending', 'reserve', 'frozen', 'debt'] as const satisfies Bucket[]

/** Stretches of days that end today or with the last month, in the seller's zone. */
export const presets = ['today', '7d', '30d', '90d', 'this-month', 'last-month'] as const
export type Preset = (typeof presets)[number]

/**
 * Where what an entry belongs to stands now. Waiting: money of its line is pending, frozen or in reserve, its withdrawal's is still
 * processing, or its case's frozen. Reversed: its line was cancelled or refunded in full, its withdrawal cancelled or returned.
 * Settled: all else, for nothing of it waits any more.
 */
export const statuses = ['waiting', 'settled', 'reversed'] as const
export type EntryStatus = (typeof statuses)[number]

/** A calendar day, YYYY-MM-DD, that exists. Within a century, so that no date is one that only a database can read. */
export const CalendarDay = z.iso.date().refine((text) => text >= '2000-01-01' && text <= '2099-12-31')

const decimal = z.string().regex(/^(0|[1-9][0-9]{0,14})(\.[0-9]{1,3})?$/)

/** The number of a movement in its book. */
export const EntryNumber = z.int().min(1).max(2_147_483_647)

/** Which rows of a book: all that is given must hold. */
export const EntryFilter = z.strictObject({
  /** Any of these; none means all. */
  kinds: z.array(z.enum(kinds)).max(kinds.length).default([]),
  /** Only rows that touch it. */
  bucket: z.enum(buckets).nullable().default(null),
  status: z.enum(statuses).nullable().default(null),
  /** Days of the seller's zone, both of them included; an open end is null. */
  period: z
    .union([z.enum(presets), z.strictObject({ from: CalendarDay.nullable(), to: CalendarDay.nullable() })])
    .nullable()
    .default(null),
  /** Bounds of the amount, without sign, both of them included. */
  least: decimal.nullable().default(null),
  most: decimal.nullable().default(null),
  /** The id of an order, a line or an event, exactly. */
  reference: z.string().min(1).max(128).refine(isClean).nullable().default(null),
})
export type Filter = z.output<typeof EntryFilter>

/** The name of a view that somebody keeps; no signs that can't be seen. */
export const ViewName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .refine(isClean)
  .regex(/^[^\p{Zl}\p{Zp}]+$/u)

/** Where in a book to read: below a number (older), above one (newer), or from the newest. */
export const EntryPlace = z.union([z.strictObject({ before: EntryNumber }), z.strictObject({ after: EntryNumber })]).nullable()
export type Place = z.output<typeof EntryPlace>
