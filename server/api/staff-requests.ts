import { z } from 'zod'
import {
  checkDecision,
  countQueue,
  decideRequest,
  listQueue,
  readProofAsStaff,
  readQueued,
  withdrawDecision,
} from '#server/requests/index.ts'
import { checkInput, decideInput, queueInput } from '#server/requests/decisions/schema.ts'
import { router, staffProcedure } from './trpc.ts'

const ById = z.strictObject({ id: z.uuid() })

/** What staff do with sellers' requests for release. */
export const staffRequestsRouter = router({
  /** A page of the queue. */
  list: staffProcedure('requests.read')
    .input(queueInput.prefault({}))
    .query(({ ctx, input }) => listQueue(ctx.staff, input)),

  /** How many are undecided. */
  count: staffProcedure('requests.read').query(({ ctx }) => countQueue(ctx.staff)),

  /** One request beside its order, with what may be done and why not. */
  read: staffProcedure('requests.read')
    .input(ById)
    .query(({ ctx, input }) => readQueued(ctx.staff, input.id)),

  /** A proof's type and bytes, for a link that downloads it. */
  proof: staffProcedure('requests.read')
    .input(ById.extend({ request: z.uuid() }))
    .query(({ ctx, input }) => readProofAsStaff(ctx.staff, input)),

  /** Grants or declines; above the amount of two people, proposes to. */
  decide: staffProcedure('requests.decide')
    .input(decideInput)
    .mutation(({ ctx: { staff, session }, input }) => decideRequest(staff, session, input)),

  /** The second person confirms a proposed decision or sends it back. */
  check: staffProcedure('requests.check')
    .input(checkInput)
    .mutation(({ ctx: { staff, session }, input }) => checkDecision(staff, session, input)),

  /** Takes back one's own proposal. */
  withdraw: staffProcedure('requests.decide')
    .input(ById.extend({ proposal: z.uuid() }))
    .mutation(({ ctx: { staff, session }, input }) => withdrawDecision(staff, session, input)),
})
