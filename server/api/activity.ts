import { z } from 'zod'
import {
  CalendarDay,
  CurrencyCode,
  EntryFilter,
  EntryNumber,
  EntryPlace,
  listMovements,
  readDay,
  readMovement,
} from '#server/activity/index.ts'
import { router, sellerProcedure } from './trpc.ts'

const currency = CurrencyCode
const read = sellerProcedure('money.read')

export const activityRouter = router({
  /** A page of one currency's movements, newest first. */
  list: read
    .input(
      z.strictObject({
        currency,
        filter: EntryFilter.prefault({}),
        place: EntryPlace.default(null),
        limit: z.int().min(1).max(100).default(25),
      }),
    )
    .query(({ ctx, input }) => listMovements(ctx.scope, input)),

  /** One movement by its number, with its order, what happened to it and what else it moved. */
  movement: read
    .input(z.strictObject({ currency, version: EntryNumber }))
    .query(({ ctx, input }) => readMovement(ctx.scope, input.currency, input.version)),

  /** A currency at the end of a day of the seller's zone (yesterday, where none is named), and what moved on it. */
  day: read
    .input(z.strictObject({ currency, date: CalendarDay.nullable() }))
    .query(({ ctx, input }) => readDay(ctx.scope, input.currency, input.date)),
})
