import { peopleRouter } from './people.ts'
import { router } from './trpc.ts'

/** One router a room. */
export const appRouter = router({
  people: peopleRouter,
})

export type AppRouter = typeof appRouter
