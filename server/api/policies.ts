import { readFigures } from '#server/policies/index.ts'
import { memberProcedure, router } from './trpc.ts'

export const policiesRouter = router({
  /** The times and the cost that the help tells; nothing of the store's. */
  figures: memberProcedure('money.read').query(({ ctx }) => readFigures(ctx.scope)),
})
