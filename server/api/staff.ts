import { readWork } from '#server/people/index.ts'
import { staffIdentityRouter } from './staff-identity.ts'
import { staffRequestsRouter } from './staff-requests.ts'
import { router, staffProcedure } from './trpc.ts'

/** What the marketplace's own people do. */
export const staffRouter = router({
  /** As whom somebody is here: their roles, and for how long they may be idle. */
  work: staffProcedure('work.see').query(({ ctx }) => readWork(ctx.staff)),
  identity: staffIdentityRouter,
  requests: staffRequestsRouter,
})
