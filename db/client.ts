import { AsyncLocalStorage } from 'node:async_hooks'
import postgres, { type Notice, type ReservedSql } from 'postgres'
import { env } from '#server/platform/env.ts'
import { errorCode } from '#server/platform/errors.ts'
import { broken, leavesStandbys, Sockets } from './driver.ts'
import { rolePassword, tryOtherPassword } from './role-password.ts'
import { everywhere, limits, type LoginRole, type PoolName, pools } from './settings.ts'

/**
 * Calls `fn`, and retries once if Postgres refused the password: another process may have set the one of the other valid secret.
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
    // Of many concurrent refusals only the first switches the password. Replacing the pool rejects the calls that wait for it.
    if (refused && rolePassword(role) === used) {
      if (!tryOtherPassword(role)) throw error
      if (asked) replacePool(name, asked)
    } else if (rolePassword(role) === used) throw error
    return fn()
  }
}

/**
 * DATABASE_URL with a role and its password instead of the owner's, for clients that only take a URL.
 * @param more settings in addition to those of every connection
 */
export function roleUrl(role: LoginRole, more: Record<string, string | number> = {}): string {
  const url = new URL(env().DATABASE_URL)
  url.username = role
  url.password = rolePassword(role)
  const options = Object.entries({ ...everywhere, ...more }).map(([name, value]) => `-c ${name}=${value}`)
  url.searchParams.set('options', [url.searchParams.get('options'), ...options].filter(Boolean).join(' '))
  return url.href
}

/** What we keep about a client. */
type State = {
  readonly sockets: Sockets
  /** Number of connections that transactions have reserved. */
  lent: number
  /** Number of COMMITs that stopped waiting for their standbys. The result of every COMMIT under way at that moment is unknown. */
  doubts: number
  /** Rejects the calls that wait for a connection when the pool is replaced; the driver would never settle them. */
  readonly waiting: Set<(error: Error) => void>
}

type Login = { username?: string; password?: () => string; connection: Record<string, string | number> }

function connect(max: number, options: Login) {
  const state: State = { sockets: new Sockets(), lent: 0, doubts: 0, waiting: new Set() }
  const client = postgres(env().DATABASE_URL, {
    ...options,
    max,
    connect_timeout: 5,
    // Reconnects within 1 s of a restart of Postgres; the driver's default pauses grow to 20 s.
    backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 1),
    types: { bigint: postgres.BigInt },
    onnotice: (notice: Notice) => void (state.doubts += leavesStandbys(notice) ? 1 : 0),
    ...({ socket: state.sockets.open } as object),
    connection: { ...options.connection, ...everywhere },
  })
  states.set(client, state)
  return client
}

/** @param max connections; by default as many as the pool has */
function clientOf(name: PoolName, max?: number): Client {
  if (name === 'owner') return ownerClient()
  const { role, max: usual, settings } = pools[name]
  const connection = { application_name: name, ...limits, ...settings }
  return connect(max ?? usual, { username: role, password: () => rolePassword(role), connection })
}

/** A new client of the schema's owner, for migrations, seeds, `npm run admin` and `npm run verify`. @param max connections */
export function ownerClient(max = 1): Client {
  return connect(max, { connection: { application_name: 'portal_owner' } })
}

export type Client = ReturnType<typeof connect>

type Outside = <Result>(fn: () => Result) => Result

// The pools outlive the module, which `next dev` reloads. It is first loaded when the server starts, before any request.
const kept = globalThis as {
  portalPools?: Partial<Record<PoolName, Client>>
  portalListening?: Client
  portalClients?: WeakMap<object, State>
  portalOutside?: Outside
}
const states = (kept.portalClients ??= new WeakMap())
/** Calls a function outside of the current request's async context. Objects that outlive a request are made this way (see `withPool`). */
export const outside = (kept.portalOutside ??= AsyncLocalStorage.snapshot() as Outside)

/** The URL for the job queue's worker (node-postgres, `queue-pool.ts`), with the same limits as the other connections. */
export const queueUrl = () => roleUrl('portal_queue', limits)

/** Timeouts in milliseconds for getting a connection and for a statement outside of a transaction, which Postgres itself ends earlier. */
export const patience = { connection: 10_000, statement: 20_000 }

/**
 * Calls `fn` with a role's pool, outside of the current request's async context. A new connection's socket and timers retain the async
 * context in which they are made: the whole request, and through Node's list of immediates every later request until the server is idle (90
 * KB a page, 1 GB after 10,000 pages).
 * @throws an error with a code, within 20 s for each of at most two attempts
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

/** The pool of a role, made on first use. The owner's has one connection, and only the command line uses it. @internal */
export function pool(name: PoolName): Client {
  kept.portalPools ??= {}
  return (kept.portalPools[name] ??= clientOf(name))
}

/** The client for LISTEN, one connection per process. It is separate from the pools, which are replaced when a connection breaks. */
export function listening(): Client {
  return (kept.portalListening ??= outside(() => clientOf('portal_people', 1)))
}

/** Closes the client for LISTEN; the next call of `listening` makes a new one. */
export async function stopListening(): Promise<void> {
  const client = kept.portalListening
  delete kept.portalListening
  if (client) await end(client, 0)
}

/** Adds a timeout: rejects with `late()` after `limit` ms. Not Promise.race, which retains its promises until the slowest one settles. */
function within<T>(limit: number, work: PromiseLike<T>, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), limit)
    Promise.resolve(work)
      .finally(() => clearTimeout(timer))
      .then(resolve, reject)
  })
}

/** A reserved connection. `giveBack` releases it; `doubts` is the pool's number of COMMITs that stopped waiting for standbys. */
export type Lent = { readonly client: Client; readonly reserved: ReservedSql; readonly giveBack: () => void; readonly doubts: () => number }

/**
 * Reserves a connection of a pool for one transaction.
 * @throws an error with a driver's code (ECONNREFUSED, CONNECTION_CLOSED, 57P03 …) if there is none within 10 s
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
    // A failed reservation stays in the driver's queue and would block the next good connection.
    if (!allLent(client)) replacePool(name, client)
    reservation.then((late) => late.release()).catch(() => {})
    throw error
  }
}

/** Whether transactions have reserved all of a pool's connections. They have their own deadlines, so the pool need not be replaced. */
function allLent(client: Client): boolean {
  return (states.get(client)?.lent ?? 0) >= client.options.max
}

/**
 * Whether a backend's COMMIT waits for its standbys. The check uses a new connection, since all of the pool's may be waiting. The backend
 * keeps waiting until a standby answers, even if its client disconnects.
 * @param backend its process id
 */
export async function waitsForStandby(name: PoolName, backend: number): Promise<boolean> {
  const client = outside(() => clientOf(name, 1))
  const asked = client`select from pg_stat_activity where pid = ${backend} and wait_event = 'SyncRep'`
  const found = await within(3000, asked, () => broken('CONNECT_TIMEOUT', 'no answer')).catch(() => [])
  end(client, 0).catch(() => {})
  return found.length > 0
}

/**
 * Closes a pool after one of its connections broke; the next call makes a new pool. In postgres.js 3.4.9 a connection that breaks just
 * after a write keeps those bytes and never writes again (its timer is cleared, not reset). Transactions on the pool's other connections
 * get five seconds to finish.
 */
export function replacePool(name: PoolName, old: Client): void {
  if (kept.portalPools?.[name] !== old) return
  delete kept.portalPools[name]
  const error = broken('CONNECTION_CLOSED', 'the connections broke')
  for (const reject of states.get(old)?.waiting ?? []) reject(error)
  end(old, 5).catch(() => {})
}

/** Closes all pools and the client for LISTEN. Running transactions get five seconds to finish. */
export async function closePools(): Promise<void> {
  const open = Object.values(kept.portalPools ?? {})
  kept.portalPools = {}
  await Promise.all([stopListening(), ...open.map((client) => end(client, 5))])
}

function end(client: Client, seconds: number): Promise<void> {
  states.get(client)?.sockets.end()
  return client.end({ timeout: seconds })
}
