import { z } from 'zod'
import { CalendarDay } from '#server/activity/schema.ts'

/** The types of entries by which money becomes the seller's to use: what a week's sum is made of, and what it leads to. */
export const releasedKinds = ['release', 'margin_returned', 'debt_repaid'] as const

/** How many days a calendar looks ahead. */
export const horizons = [30, 60, 90] as const

export const horizon = z.union([z.literal(30), z.literal(60), z.literal(90)])
export type Horizon = z.infer<typeof horizon>

/** A day of the seller's zone (YYYY-MM-DD), or what lies outside of the days shown: before today, after the last one, without a date. */
export const dueOn = z.union([CalendarDay, z.enum(['past', 'later', 'undated'])])
export type DueOn = z.infer<typeof dueOn>
