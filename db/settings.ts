// The roles that connect to Postgres, their number of connections and their settings.

/**
 * The roles that the running portal connects as. None owns a table. `gate` authenticates, by functions only. `people` reads and writes as a
 * member of a store and `staff` as a member of staff, both under row-level security. `batch` posts events and runs jobs. `read` answers a
 * marketplace's backend. The owner's connection (DATABASE_URL) is for migrations and the command line.
 */
export const appRoles = ['portal_people', 'portal_batch', 'portal_gate', 'portal_read', 'portal_staff'] as const
/** @internal */
export type AppRole = (typeof appRoles)[number]

/** Every role that can log in: those above, and the owner of the job queue's schema, which owns no table of the portal. */
export const loginRoles = [...appRoles, 'portal_queue'] as const
export type LoginRole = (typeof loginRoles)[number]

/** Each role has its own pool, so that reads by the marketplaces' backends take no connections from writers. */
export type PoolName = LoginRole | 'owner'

/**
 * Plans each statement for its seller, because one seller may have a million rows and another a hundred. A generic plan suits the average
 * seller: for a large one it sorted all orders for each page.
 */
const customPlans = { plan_cache_mode: 'force_custom_plan' }

/** The maximum number and the settings of each role's connections. */
export const pools = {
  portal_people: { role: 'portal_people', max: 12, settings: customPlans },
  portal_batch: { role: 'portal_batch', max: 8, settings: {} },
  portal_gate: { role: 'portal_gate', max: 6, settings: {} },
  portal_queue: { role: 'portal_queue', max: 1, settings: {} },
  portal_read: { role: 'portal_read', max: 4, settings: customPlans },
  portal_staff: { role: 'portal_staff', max: 4, settings: customPlans },
} as const satisfies Record<Exclude<PoolName, 'owner'>, { role: LoginRole; max: number; settings: Record<string, string> }>

/**
 * Settings of every connection. With `enable_seqscan = off` a plan without an index has an enormous cost, and a Postgres built with LLVM
 * would compile it: 60 ms for each `portal_now()`.
 */
export const everywhere = { jit: 'off' }

/** Postgres' own timeouts in milliseconds, for all connections except the owner's. */
export const limits = { statement_timeout: 15_000, lock_timeout: 10_000, idle_in_transaction_session_timeout: 20_000 }
