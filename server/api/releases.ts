import { listReleases, readOrder } from '#server/releases/index.ts'
import { listInput, orderInput } from '#server/releases/schema.ts'
import { router, sellerProcedure } from './trpc.ts'

export const releasesRouter = router({
  /** A page of the store's lines by where their money waits and why, with the sums of all that waits. */
  list: sellerProcedure('money.read')
    .input(listInput)
    .query(({ ctx, input }) => listReleases(ctx.scope, input)),

  /** One order of the store, null where it has none of this id. */
  order: sellerProcedure('money.read')
    .input(orderInput)
    .query(({ ctx, input }) => readOrder(ctx.scope, input.orderId)),
})
