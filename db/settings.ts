// Who connects to Postgres, by how many connections, and with which settings.

/**
 * The roles that the running portal connects as. None owns anything: `gate` finds out who somebody is, by functions only; `people` reads
 * and writes as a seller's person, `staff` as a member of a marketplace's staff, both under row-level security; `batch` books events and
 * runs jobs; `read` answers a marketplace's backend. The owner's connection (DATABASE_URL) is for migrations and the command line.
 */
export const appRoles = ['portal_people', 'portal_batch', 'portal_gate', 'portal_read', 'portal_staff'] as const
/** @internal */
export type AppRole = (typeof appRoles)[number]

/** Every role that connects by itself: those above, and the owner of the job queue's schema, which owns nothing of the portal's. */
export const loginRoles = [...appRoles, 'portal_queue'] as const
export type LoginRole = (typeof loginRoles)[number]

/** Each role has a pool of its own, so that the marketplaces' backends, which read, take no connections from writers. */
export type PoolName = LoginRole | 'owner'

/**
 * One seller may have a million rows and another a hundred, so each statement is planned for the seller that it names. A generic plan
 * suits the average seller: it sorted all orders of a large one for each page.
 */
const customPlans = { plan_cache_mode: 'force_custom_plan' }

/** Each role's connections: how many, and their settings. */
export const pools = {
  portal_people: { role: 'portal_people', max: 12, settings: customPlans },
  portal_batch: { role: 'portal_batch', max: 8, settings: {} },
  portal_gate: { role: 'portal_gate', max: 6, settings: {} },
  portal_queue: { role: 'portal_queue', max: 1, settings: {} },
  portal_read: { role: 'portal_read', max: 4, settings: customPlans },
  portal_staff: { role: 'portal_staff', max: 4, settings: customPlans },
} as const satisfies Record<Exclude<PoolName, 'owner'>, { role: LoginRole; max: number; settings: Record<string, string> }>

/**
 * Settings of every connection. With `enable_seqscan = off` a plan without an index has an enormous cost, and a Postgres that was built
 * with LLVM compiles expensive plans: 60 ms for each `portal_now()`.
 */
export const everywhere = { jit: 'off' }

/** Milliseconds: the limits of all connections but the owner's. */
export const limits = { statement_timeout: 15_000, lock_timeout: 10_000, idle_in_transaction_session_timeout: 20_000 }
