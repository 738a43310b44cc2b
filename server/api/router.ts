import { activityRouter } from './activity.ts'
import { balancesRouter } from './balances.ts'
import { credentialsRouter } from './credentials.ts'
import { forecastRouter } from './forecast.ts'
import { identityRouter } from './identity.ts'
import { peopleRouter } from './people.ts'
import { policiesRouter } from './policies.ts'
import { releasesRouter } from './releases.ts'
import { requestsRouter } from './requests.ts'
import { sandboxRouter } from './sandbox.ts'
import { sellersRouter } from './sellers.ts'
import { teamRouter } from './team.ts'
import { staffRouter } from './staff.ts'
import { mergeRouters, router } from './trpc.ts'

/** One router a room. */
export const appRouter = router({
  activity: activityRouter,
  balances: balancesRouter,
  forecast: forecastRouter,
  identity: identityRouter,
  people: mergeRouters(peopleRouter, credentialsRouter, teamRouter),
  policies: policiesRouter,
  releases: releasesRouter,
  requests: requestsRouter,
  sandbox: sandboxRouter,
  sellers: sellersRouter,
  staff: staffRouter,
})

export type AppRouter = typeof appRouter
