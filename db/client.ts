import { AsyncLocalStorage } from 'node:async_hooks'
import postgres, { type Notice, type ReservedSql } from 'postgres'
import { env } from '#server/platform/env.ts'
import { errorCode } from '#server/platform/errors.ts'
import { broken, leavesStandbys, Sockets } from './driver.ts'
import { rolePassword, tryOtherPassword } from './role-password.ts'
import { everywhere, limits, type LoginRole, type PoolName, pools } from './settings.ts'

/**
 * Does something that needs a connection, and once more where Postgres refused the password: another process has set it from the other
 * secret that counts.
 */
async function withPassword<T>(name: PoolName, fn: () => Promise<T>): Promise<T> {
  if (name === 'owner') return fn()
  const { role } = pools[name]
  const used = rolePassword(role)
  const asked = kept.portalPools?.[name]
  try {
    return await fn()
  } catch (error) {
    const refused = errorCode(error) === '28P01'
    // Of many that were refused at once the first changes over; those that waited for the same pool are told that it was replaced.
    if (refused && rolePassword(role) === used) {
      if (!tryOtherPassword(role)) throw error
      if (asked) replacePool(name, asked)
    } else if (rolePassword(role) === used) throw error
    return fn()
  }
}

/**
 * DATABASE_URL with a role and its password in place of the owner's, for clients that take an address only.
 * @param more settings besides those of every connection
 */
export function roleUrl(role: LoginRole, more: Record<string, string | number> = {}): string {
  const url = new URL(env().DATABASE_URL)
  url.username = role
  url.password = rolePassword(role)
  const options = Object.entries({ ...everywhere, ...more }).map(([name, value]) => `-c ${name}=${value}`)
  url.searchParams.set('options', [url.searchParams.get('options'), ...options].filter(Boolean).join(' '))
  return url.href
}

/** What is known of a client besides. */
type State = {
  readonly sockets: Sockets
  /** How many connections are with transactions. */
  lent: number
  /** How many commits gave up waiting for their standbys; whichever were under way then are in doubt. */
  doubts: number
  /** Who waits for a connection, to be told when the pool is replaced: the driver would never answer them. */
  readonly waiting: Set<(error: Error) => void>
}

type Login = { username?: string; password?: () => string; connection: Record<string, string | number> }

function connect(max: number, options: Login) {
  const state: State = { sockets: new Sockets(), lent: 0, doubts: 0, waiting: new Set() }
  const client = postgres(env().DATABASE_URL, {
    ...options,
    max,
    connect_timeout: 5,
    // After a restart of Postgres the portal is back with it; the driver's own pauses grow to 20 s.
    backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 1),
    types: { bigint: postgres.BigInt },
    onnotice: (notice: Notice) => void (state.doubts += leavesStandbys(notice) ? 1 : 0),
    ...({ socket: state.sockets.open } as object),
    connection: { ...options.connection, ...everywhere },
  })
  states.set(client, state)
  return client
}

/** @param max connections, where not those of the pool */
function clientOf(name: PoolName, max?: number): Client {
  if (name === 'owner') return ownerClient()
  const { role, max: usual, settings } = pools[name]
  const connection = { application_name: name, ...limits, ...settings }
  return connect(max ?? usual, { username: role, password: () => rolePassword(role), connection })
}

/** The owner of the schema, one connection: migrations, seeds, `npm run admin`, `npm run verify`. */
export function ownerClient(max = 1): Client {
  return connect(max, { connection: { application_name: 'portal_owner' } })
}

export type Client = ReturnType<typeof connect>

type Outside = <Result>(fn: () => Result) => Result

// `next dev` reloads modules; the pools stay. The module is first loaded when the server starts, before any request.
const kept = globalThis as {
  portalPools?: Partial<Record<PoolName, Client>>
  portalListening?: Client
  portalClients?: WeakMap<object, State>
  portalOutside?: Outside
}
const states = (kept.portalClients ??= new WeakMap())
/** Does something outside of the request that asks for it: what outlives one is made so (see `withPool`). */
export const outside = (kept.portalOutside ??= AsyncLocalStorage.snapshot() as Outside)

/** The address by which the queue's worker (node-postgres, `queue-pool.ts`) connects, with the limits of the other connections. */
export const queueUrl = () => roleUrl('portal_queue', limits)

/** Milliseconds that getting a connection may take, and a statement that is its own transaction. Postgres' own limits are shorter. */
export const patience = { connection: 10_000, statement: 20_000 }

/**
 * Does something with a role's pool outside of the request that asks for it. A connection is opened by whoever needs one first, and
 * its socket and timers keep the async context that they were made in: that whole request, and through Node's list of immediates
 * every request after it until the server is idle for a moment (90 KB a page, a gigabyte after ten thousand).
 * @throws an error with a code, at the latest after 20 s
 */
export function withPool<T>(name: PoolName, fn: (client: Client) => PromiseLike<T>): Promise<T> {
  const once = async () => {
    const client = pool(name)
    return within(patience.statement, fn(client), () => {
      if (!allLent(client)) replacePool(name, client)
      return broken('CONNECTION_CLOSED', 'a statement was not answered')
    })
  }
  return outside(() => withPassword(name, once))
}

/** A pool, made on first use. The owner's is one connection, and only the command line makes it. @internal */
export function pool(name: PoolName): Client {
  kept.portalPools ??= {}
  return (kept.portalPools[name] ??= clientOf(name))
}

/** What listens: apart from the pools, which are replaced when a connection breaks, and one connection for the whole process. */
export function listening(): Client {
  return (kept.portalListening ??= outside(() => clientOf('portal_people', 1)))
}

/** Lets go of the connection that listens; who asks for it next gets a new one. */
export async function stopListening(): Promise<void> {
  const client = kept.portalListening
  delete kept.portalListening
  if (client) await end(client, 0)
}

/** The work's answer, or what `late` says after so many milliseconds. Not a race: its promises would be kept as long as the slower one. */
function within<T>(limit: number, work: PromiseLike<T>, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), limit)
    Promise.resolve(work)
      .finally(() => clearTimeout(timer))
      .then(resolve, reject)
  })
}

/** A connection for one transaction: to be given back, and how many commits of its pool are in doubt. */
export type Lent = { readonly client: Client; readonly reserved: ReservedSql; readonly giveBack: () => void; readonly doubts: () => number }

/**
 * A connection of a pool for one transaction.
 * @throws a driver's error with a code (ECONNREFUSED, CONNECTION_CLOSED, 57P03 …) where there is none to be had in 10 s
 */
export function reserve(name: PoolName): Promise<Lent> {
  return withPassword(name, () => reserveOnce(name))
}

async function reserveOnce(name: PoolName): Promise<Lent> {
  const client = pool(name)
  const state = states.get(client) as State
  const reservation = outside(() => client.reserve())
  try {
    const reserved = await new Promise<ReservedSql>((resolve, reject) => {
      state.waiting.add(reject)
      within(patience.connection, reservation, () => broken('CONNECT_TIMEOUT', 'no connection became free'))
        .finally(() => state.waiting.delete(reject))
        .then(resolve, reject)
    })
    state.lent++
    const giveBack = () => {
      state.lent--
      reserved.release()
    }
    return { client, reserved, giveBack, doubts: () => state.doubts }
  } catch (error) {
    // One that failed to connect stays in the driver's queue and would take the next good connection with it.
    if (!allLent(client)) replacePool(name, client)
    reservation.then((late) => late.release()).catch(() => {})
    throw error
  }
}

/** Whether all of a pool's connections are with transactions, which have deadlines of their own: another pool would be too much. */
function allLent(client: Client): boolean {
  return (states.get(client)?.lent ?? 0) >= client.options.max
}

/**
 * Whether a backend's COMMIT waits for its standbys; asked on a connection of its own, since all of the pool's may wait. It is booked
 * once one answers, and until then the backend stays, with a connection or without.
 */
export async function waitsForStandby(name: PoolName, backend: number): Promise<boolean> {
  const client = outside(() => clientOf(name, 1))
  const asked = client`select from pg_stat_activity where pid = ${backend} and wait_event = 'SyncRep'`
  const found = await within(3000, asked, () => broken('CONNECT_TIMEOUT', 'no answer')).catch(() => [])
  end(client, 0).catch(() => {})
  return found.length > 0
}

/**
 * Lets a pool go of which a connection broke; the next who asks gets a new one. In postgres.js 3.4.9 a connection that breaks in
 * the instant in which something was written to it keeps those bytes and never writes again (its timer is cleared, not reset).
 * Transactions that run on its other connections have five seconds to come to their end.
 */
export function replacePool(name: PoolName, old: Client): void {
  if (kept.portalPools?.[name] !== old) return
  delete kept.portalPools[name]
  const error = broken('CONNECTION_CLOSED', 'the connections broke')
  for (const reject of states.get(old)?.waiting ?? []) reject(error)
  end(old, 5).catch(() => {})
}

/** Ends all pools and what listens; running transactions get five seconds. */
export async function closePools(): Promise<void> {
  const open = Object.values(kept.portalPools ?? {})
  kept.portalPools = {}
  await Promise.all([stopListening(), ...open.map((client) => end(client, 5))])
}

function end(client: Client, seconds: number): Promise<void> {
  states.get(client)?.sockets.end()
  return client.end({ timeout: seconds })
}
