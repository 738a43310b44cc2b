import { activityRouter } from './activity.ts'
import { balancesRouter } from './balances.ts'
import { peopleRouter } from './people.ts'
import { sellersRouter } from './sellers.ts'
import { router } from './trpc.ts'

/** One router a room. */
export const appRouter = router({
  activity: activityRouter,
  balances: balancesRouter,
  people: peopleRouter,
  sellers: sellersRouter,
})

export type AppRouter = typeof appRouter
