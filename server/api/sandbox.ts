import { z } from 'zod'
import { farthestDays, moveClock, readClock } from '#server/sandbox/index.ts'
import { router, secondFactorProcedure } from './trpc.ts'

export const sandboxRouter = router({
  /** The time of the demo's clock; null outside of the demo. */
  clock: secondFactorProcedure.query(({ ctx: { session } }) => readClock(session)),

  /** Moves the demo's clock forward. */
  moveClock: secondFactorProcedure
    .input(z.strictObject({ days: z.int().min(1).max(farthestDays) }))
    .mutation(({ ctx: { session }, input }) => moveClock(session, input.days)),
})
