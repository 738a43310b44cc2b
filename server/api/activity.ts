import { z } from 'zod'
import {
  CalendarDay,
  EntryFilter,
  EntryNumber,
  EntryPlace,
  keepView,
  listMovements,
  listViews,
  readDay,
  readMovement,
  removeView,
  ViewName,
} from '#server/activity/index.ts'
import { CurrencyCode } from '#server/money/schema.ts'
import { router, sellerProcedure } from './trpc.ts'

const read = sellerProcedure('money.read')

export const activityRouter = router({
  /** A page of one currency's movements, newest first. */
  list: read
    .input(
      z.strictObject({
        currency: CurrencyCode,
        filter: EntryFilter.prefault({}),
        place: EntryPlace.default(null),
        limit: z.int().min(1).max(100).default(25),
      }),
    )
    .query(({ ctx, input }) => listMovements(ctx.scope, input)),

  /** One movement by its number, with its order, what happened to it, what else it moved and its neighbours in a list. */
  movement: read
    .input(z.strictObject({ currency: CurrencyCode, version: EntryNumber, filter: EntryFilter.prefault({}) }))
    .query(({ ctx, input }) => readMovement(ctx.scope, input.currency, input.version, input.filter)),

  /** A currency at the end of a day of the seller's zone (yesterday, where none is named), and what moved on it. */
  day: read
    .input(z.strictObject({ currency: CurrencyCode, date: CalendarDay.nullable() }))
    .query(({ ctx, input }) => readDay(ctx.scope, input.currency, input.date)),

  /** The views that the person keeps in this store. */
  views: read.query(({ ctx }) => listViews(ctx.scope)),

  /** Keeps a filter under a name; what is in the way is answered. */
  keepView: sellerProcedure('view.keep')
    .input(z.strictObject({ name: ViewName, currency: CurrencyCode, filter: EntryFilter }))
    .mutation(({ ctx, input }) => keepView(ctx.scope, input)),

  /** Forgets a view of the person's by its name. */
  removeView: sellerProcedure('view.keep')
    .input(z.strictObject({ name: ViewName }))
    .mutation(({ ctx, input }) => removeView(ctx.scope, input.name)),
})
