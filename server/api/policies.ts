import { readFigures } from '#server/policies/index.ts'
import { memberProcedure, router } from './trpc.ts'

export const policiesRouter = router({
  /** The periods and fees that the help page shows; no data of the store. */
  figures: memberProcedure('money.read').query(({ ctx }) => readFigures(ctx.scope)),
})
