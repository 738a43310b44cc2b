import { z } from 'zod'
import { countCases, decideCase, listCases, readCase, readPageAsStaff, takeCase } from '#server/identity/index.ts'
import { casesInput, decideInput } from '#server/identity/review/schema.ts'
import { router, staffProcedure } from './trpc.ts'

const ById = z.strictObject({ id: z.uuid() })

/** What reviewers do with sellers' identity cases. */
export const staffIdentityRouter = router({
  /** A page of the queue. */
  list: staffProcedure('identity.read')
    .input(casesInput.prefault({}))
    .query(({ ctx, input }) => listCases(ctx.staff, input)),

  /** How many cases wait. */
  count: staffProcedure('identity.read').query(({ ctx }) => countCases(ctx.staff)),

  /** One case, what was typed beside the pictures, with what may be done and why not. */
  read: staffProcedure('identity.read')
    .input(ById)
    .query(({ ctx, input }) => readCase(ctx.staff, input.id)),

  /** A picture's type and bytes, for the page of its case. */
  picture: staffProcedure('identity.read')
    .input(ById.extend({ attempt: z.uuid() }))
    .query(({ ctx, input }) => readPageAsStaff(ctx.staff, input)),

  /** Takes a case for some minutes, so that nobody else works on it. */
  take: staffProcedure('identity.decide')
    .input(ById)
    .mutation(({ ctx: { staff, session }, input }) => takeCase(staff, session, input.id)),

  /** Approves, or sends back with reasons. */
  decide: staffProcedure('identity.decide')
    .input(decideInput)
    .mutation(({ ctx: { staff, session }, input }) => decideCase(staff, session, input)),
})
