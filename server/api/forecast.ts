import { z } from 'zod'
import { readCalendar, readWhy } from '#server/forecast/index.ts'
import { dueOn, horizon } from '#server/forecast/schema.ts'
import { CurrencyCode } from '#server/money/schema.ts'
import { router, sellerProcedure } from './trpc.ts'

const read = 'money.read'

export const forecastRouter = router({
  /** What is expected on which day of the next 30, 60 or 90, and the orders of one of them. */
  calendar: sellerProcedure(read)
    .input(z.strictObject({ currency: CurrencyCode, horizon: horizon.default(30), on: dueOn.nullable().default(null) }))
    .query(({ ctx, input }) => readCalendar(ctx.scope, input)),

  /** Everything that keeps a currency's money from being available, the largest first. */
  why: sellerProcedure(read)
    .input(z.strictObject({ currency: CurrencyCode }))
    .query(({ ctx, input }) => readWhy(ctx.scope, input.currency)),
})
