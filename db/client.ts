import { AsyncLocalStorage } from 'node:async_hooks'
import postgres, { type ReservedSql } from 'postgres'
import { derivedKey } from '#server/platform/crypto.ts'
import { env } from '#server/platform/env.ts'

/**
 * The two roles that the running portal connects as. Neither owns anything: `people` reads under row-level security,
 * `batch` books events and runs jobs. The owner's connection (DATABASE_URL) is for migrations and the command line.
 */
export type AppRole = 'portal_people' | 'portal_batch'

/** Every role that signs in by itself: the two above, and the one that owns the job queue's schema and nothing of the portal's. */
export type LoginRole = AppRole | 'portal_queue'

/** The password of a role, derived from the installation's secret; migrations set it. */
export function rolePassword(role: LoginRole): string {
  return derivedKey(`role/${role}`).toString('hex')
}

/** DATABASE_URL with a role and its password in place of the owner's, for clients that take an address only. */
export function roleUrl(role: LoginRole): string {
  const url = new URL(env().DATABASE_URL)
  url.username = role
  url.password = rolePassword(role)
  return url.href
}

const limits = { statement_timeout: 15_000, lock_timeout: 10_000, idle_in_transaction_session_timeout: 20_000 }

function connect(role: AppRole, max: number) {
  return postgres(env().DATABASE_URL, {
    username: role,
    password: rolePassword(role),
    max,
    connect_timeout: 5,
    // After a restart of Postgres the portal is back with it; the driver's own pauses grow to 20 s.
    backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 1),
    types: { bigint: postgres.BigInt },
    onnotice: () => {},
    connection: { application_name: role, ...limits },
  })
}

/** The owner of the schema, one connection: migrations, seeds, `npm run admin`, `npm run verify`. */
export function ownerClient(max = 1) {
  return postgres(env().DATABASE_URL, {
    max,
    types: { bigint: postgres.BigInt },
    onnotice: () => {},
    connection: { application_name: 'portal_owner' },
  })
}

export type Client = ReturnType<typeof connect>

type Outside = <Result>(fn: () => Result) => Result

// `next dev` reloads modules; the pools stay. The module is first loaded when the server starts, before any request.
const kept = globalThis as { portalPools?: Partial<Record<AppRole | 'owner', Client>>; portalOutside?: Outside }
const outside = (kept.portalOutside ??= AsyncLocalStorage.snapshot() as Outside)

/**
 * Does something with a role's pool outside of the request that asks for it. A connection is opened by whoever needs one first, and
 * its socket and timers keep the async context that they were made in: that whole request, and through Node's list of immediates
 * every request after it until the server is idle for a moment (90 KB a page, a gigabyte after ten thousand).
 */
export function withPool<T>(role: AppRole | 'owner', fn: (client: Client) => PromiseLike<T>): Promise<T> {
  return outside(async () => fn(pool(role)))
}

/** The pool of a role, made on first use. The owner's is one connection, and only the command line makes it. @internal */
export function pool(role: AppRole | 'owner'): Client {
  kept.portalPools ??= {}
  return (kept.portalPools[role] ??= role === 'owner' ? ownerClient() : connect(role, role === 'portal_people' ? 12 : 8))
}

/** Who waits for a connection of a pool, to be told when it is replaced: the driver would never answer them. */
const waiting = new WeakMap<Client, Set<(error: Error) => void>>()

/**
 * A connection of the role's pool for one transaction.
 * @throws a driver's error with a code (ECONNREFUSED, CONNECTION_CLOSED, 57P03 …) where there is none to be had
 */
export async function reserve(role: AppRole | 'owner'): Promise<{ client: Client; reserved: ReservedSql }> {
  const client = pool(role)
  const others = waiting.get(client) ?? new Set()
  waiting.set(client, others)
  const reservation = outside(() => client.reserve())
  try {
    // Not a race with one promise of the pool: that would keep every transaction there ever was.
    const reserved = await new Promise<ReservedSql>((resolve, reject) => {
      others.add(reject)
      reservation.then(resolve, reject).finally(() => others.delete(reject))
    })
    return { client, reserved }
  } catch (error) {
    // One that failed to connect stays in the driver's queue and would take the next good connection with it.
    replacePool(role, client)
    reservation.then((late) => late.release()).catch(() => {})
    throw error
  }
}

/**
 * Lets a pool go of which a connection broke; the next who asks gets a new one. In postgres.js 3.4.9 a connection that breaks in
 * the instant in which something was written to it keeps those bytes and never writes again (its timer is cleared, not reset).
 * Transactions that run on its other connections have five seconds to come to their end.
 */
export function replacePool(role: AppRole | 'owner', broken: Client): void {
  if (kept.portalPools?.[role] !== broken) return
  delete kept.portalPools[role]
  const error = Object.assign(new Error('the connections broke'), { code: 'CONNECTION_CLOSED' })
  for (const reject of waiting.get(broken) ?? []) reject(error)
  broken.end({ timeout: 5 }).catch(() => {})
}

/** Ends all pools; running transactions get five seconds. */
export async function closePools(): Promise<void> {
  const open = Object.values(kept.portalPools ?? {})
  kept.portalPools = {}
  await Promise.all(open.map((client) => client.end({ timeout: 5 })))
}
