import { z } from 'zod'
import { handOut } from '#server/files/index.ts'
import { orderInput } from '#server/releases/schema.ts'
import { askRelease, listRequests, readAsking, readOrderRequests } from '#server/requests/index.ts'
import { Files, LineName, listInput, Note } from '#server/requests/schema.ts'
import { router, sellerProcedure } from './trpc.ts'

export const requestsRouter = router({
  /** A page of the store's requests for release, newest first, with the decision and its reason. */
  list: sellerProcedure('money.read')
    .input(listInput.prefault({}))
    .query(({ ctx, input }) => listRequests(ctx.scope, input)),

  /** What was asked for an order of the store and may be, a line each. */
  ofOrder: sellerProcedure('money.read')
    .input(orderInput)
    .query(({ ctx, input }) => readOrderRequests(ctx.scope, input.orderId)),

  /** What the form shows of a line, and whether its release may be asked for. */
  asking: sellerProcedure('release.ask')
    .input(LineName)
    .query(({ ctx, input }) => readAsking(ctx.scope, input)),

  /** Asks for a release with proof of delivery; what is missing is answered. */
  ask: sellerProcedure('release.ask')
    .input(LineName.extend({ note: Note, files: Files }))
    .mutation(({ ctx: { scope, session }, input }) => askRelease(scope, session, input)),

  /** A proof's type and bytes, for a link that downloads it. */
  proof: sellerProcedure('money.read')
    .input(z.strictObject({ id: z.uuid() }))
    .query(({ ctx, input }) => handOut(ctx.scope, 'release_proof', input.id)),
})
