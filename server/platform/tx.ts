import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { ReservedSql, Sql } from 'postgres'
import { withPool } from '#db/client.ts'
import type { PoolName } from '#db/settings.ts'
import { Link } from '#db/link.ts'
import type { MemberScope, SellerScope, StaffScope } from './actor.ts'
import { errorCode, UnknownOutcome } from './errors.ts'

/** An open transaction: `sql` for set-based statements, `db` (drizzle) for ordinary ones; both on the same connection. */
export type Tx = { readonly sql: ReservedSql; readonly db: PostgresJsDatabase }

const retryable = new Set(['40001', '40P01'])
const lostLink = /^(08|57P0)|^CONNECTION_|^E(CONNRESET|PIPE|TIMEDOUT)|^CONNECT_TIMEOUT/

/** Settings of Postgres' planner for one transaction. */
export type Planner = { readonly enable_bitmapscan?: 'off'; readonly enable_seqscan?: 'off' }

/** What a transaction does, and how its statements are sent. */
type Mode =
  /** With `retryUnique`, two that meet on one unique key are tried again, as after a deadlock. */
  | { readonly mode: 'write'; readonly retryUnique?: boolean }
  /** One snapshot, and nothing written. */
  | { readonly mode: 'snapshot' }
  /** A snapshot in one round trip: all statements are sent in one turn, and COMMIT behind them without waiting for their answers. */
  | { readonly mode: 'page' }
  /** A snapshot of whole tables: Postgres has no limit of time, and we wait for an hour. */
  | { readonly mode: 'whole' }

type Options = Mode & { readonly pool: PoolName; readonly settings?: Readonly<Record<string, string | number>> }

/** How often a transaction is tried where Postgres asks for it. */
const mostTries = 6

/** Milliseconds in which a transaction has come to its end; a Postgres that is frozen never says so. */
const limits = { write: 20_000, snapshot: 20_000, page: 20_000, whole: 3_600_000 } satisfies Record<Mode['mode'], number>

/**
 * One transaction of a member in their store: row-level security shows only that seller's rows. Lines of the audit trail are the
 * member's, and what only an owner may do is asked of them.
 * @param fn runs again when Postgres asks for it (serialization, deadlock), so it touches nothing outside the database
 */
export function sellerTx<T>({ sellerId, userId }: MemberScope, fn: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction({ mode: 'write', pool: 'portal_people', settings: { 'app.seller_id': sellerId, 'app.actor_id': userId } }, fn)
}

/**
 * What a page of a seller shows, read as one snapshot and in one round trip: its figures and its rows are of the same instant.
 * @param fn asks for everything at once (Promise.all); a statement sent after an answer is refused, and so is one of `db` that is not
 * prepared by name
 * @param planner ways of reading that Postgres leaves out of consideration
 */
export function sellerRead<T>(scope: SellerScope, fn: (tx: Tx) => Promise<T>, planner: Planner = {}): Promise<T> {
  return transaction({ mode: 'page', pool: 'portal_people', settings: { 'app.seller_id': scope.sellerId, ...planner } }, fn)
}

/** One transaction as a person: their own rows (sessions, factors, memberships). */
export function personTx<T>(userId: number, fn: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction({ mode: 'write', pool: 'portal_people', settings: { 'app.user_id': userId } }, fn)
}

/** As sellerTx, and with the person's own rows: sessions, factors, memberships. */
export function memberTx<T>({ sellerId, userId }: MemberScope, fn: (tx: Tx) => Promise<T>): Promise<T> {
  const settings = { 'app.seller_id': sellerId, 'app.user_id': userId, 'app.actor_id': userId }
  return transaction({ mode: 'write', pool: 'portal_people', settings }, fn)
}

/** One transaction of a member of the marketplace's staff: row-level security shows the sellers of their marketplace alone. */
export function staffTx<T>(scope: StaffScope, fn: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction({ mode: 'write', pool: 'portal_staff', settings: staffSettings(scope) }, fn)
}

/** What a page of staff shows, read as one snapshot and in one round trip, as `sellerRead` does for a seller. */
export function staffRead<T>(scope: StaffScope, fn: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction({ mode: 'page', pool: 'portal_staff', settings: staffSettings(scope) }, fn)
}

function staffSettings({ userId, marketplaceId }: StaffScope) {
  return { 'app.actor_id': userId, 'app.marketplace_id': marketplaceId }
}

/**
 * One transaction of the sign-in gate, which must find people before it knows who they are. Its role reads no table of people: functions
 * of the database answer it (db/migrations/0009_people.sql). What follows, once it is known who somebody is, is a personTx.
 */
export function gateTx<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction({ mode: 'write', pool: 'portal_gate' }, fn)
}

/**
 * One transaction of the event path or of a job, whose lines of the audit trail are `job`'s. With `retryUnique`, two batches that meet on
 * one key are judged again.
 */
export function batchTx<T>(
  fn: (tx: Tx) => Promise<T>,
  options: { job?: string; retryUnique?: boolean; planner?: Planner } = {},
): Promise<T> {
  const { job, planner, ...rest } = options
  return transaction({ mode: 'write', pool: 'portal_batch', ...rest, settings: { ...planner, ...(job && { 'app.job': job }) } }, fn)
}

/** What a marketplace's backend reads, as one snapshot, on connections of its own; a statement of more than five seconds is ended (503). */
export function marketplaceRead<T>(marketplaceId: number, fn: (tx: Tx) => Promise<T>): Promise<T> {
  const settings = { 'app.marketplace_id': marketplaceId, statement_timeout: 5_000 }
  return transaction({ mode: 'snapshot', pool: 'portal_read', settings }, fn)
}

/** Whole tables of every marketplace, as one snapshot, for which Postgres has no limit of time and we have an hour: the command line's. */
export function wholeRead<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction({ mode: 'whole', pool: 'portal_batch', settings: { statement_timeout: 0 } }, fn)
}

/** One transaction as the owner of the schema, whom no row-level security holds back: the command line's, never a request's. */
export function ownerTx<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction({ mode: 'write', pool: 'owner' }, fn)
}

/**
 * One statement of the gate that is its own transaction, a single round trip: what a function of the database gives for a secret (a
 * session for its token, a key for its hash).
 */
export function oneStatement<T>(fn: (sql: Sql<{ bigint: bigint }>) => Promise<T>): Promise<T> {
  return withPool('portal_gate', fn)
}

/**
 * BEGIN, work, COMMIT on one reserved connection. BEGIN travels with the first statement and is not waited for.
 * @throws UnknownOutcome when the link broke, or the time was over, while COMMIT was under way
 */
async function transaction<T>(options: Options, fn: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(options, fn)
    } catch (error) {
      const code = errorCode(error)
      // Statements travel together: of one behind the failed one, Postgres says only that the transaction has failed.
      const again =
        retryable.has(code) || (options.mode === 'write' && options.retryUnique === true && (code === '23505' || code === '25P02'))
      if (!again || attempt >= mostTries) throw error
      await new Promise((done) => setTimeout(done, Math.random() * 10 * attempt))
    }
  }
}

async function once<T>(options: Options, fn: (tx: Tx) => Promise<T>): Promise<T> {
  const link = await Link.open(options.pool, limits[options.mode])
  const begun = link.begin(begin(options))
  begun.catch(() => {}) // reported by whatever is awaited next
  try {
    const sendsAtOnce = options.mode === 'page'
    const work = fn(handle(link, sendsAtOnce))
    // Nothing was written, so its end cannot be unknown.
    const ended = sendsAtOnce ? endOfTurn().then(() => link.last((sql) => sql.unsafe('commit'))) : undefined
    ended?.catch(() => {}) // waited for below, unless `work` has failed before it
    const result = await Promise.race([work, link.broken])
    await begun
    await (ended ? Promise.race([ended, link.broken]) : commit(link))
    return result
  } catch (error) {
    // A backend that was ended answers with an error first and closes the connection after it.
    if (lostLink.test(errorCode(error))) link.lose(error as Error)
    await link.rollback()
    throw error
  } finally {
    link.release()
  }
}

/** By then everything that was asked for at once has been sent; the driver writes to the socket after it. */
const endOfTurn = () => new Promise<void>((done) => setImmediate(done))

function unknownOutcome(cause: unknown): never {
  throw new UnknownOutcome('COMMIT was not answered', { cause })
}

/** Settings are local to the transaction: a pooled connection never carries one seller into the next request. */
function begin({ settings, mode }: Options): string {
  const set = Object.entries(settings ?? {}).map(([name, value]) => `set local ${name} = '${String(value).replaceAll("'", "''")}'`)
  return [mode === 'write' ? 'begin' : 'begin isolation level repeatable read read only', ...set].join(';')
}

async function commit(link: Link): Promise<void> {
  const { doubts } = link
  const sent = link.last((sql) => sql.unsafe('commit'))
  const answer = await Promise.race([sent, link.broken.catch(unknownOutcome)]).catch((error: unknown) => {
    if (lostLink.test(errorCode(error))) unknownOutcome(error)
    throw error
  })
  // Postgres answers ROLLBACK to the COMMIT of a transaction that had failed.
  if (answer.command === 'ROLLBACK') throw new Error('the transaction had failed and was rolled back')
  // It answers COMMIT, with a warning, where it no longer waits for a standby: a failover would take it back. Which connection was
  // warned is not to be seen, so this may be a neighbour's; sending again is right for both.
  if (link.doubts !== doubts) unknownOutcome(new Error('COMMIT did not wait for a standby'))
}

/** @param sendsAtOnce whether statements must not wait for each other */
function handle({ client, sql }: Link, sendsAtOnce: boolean): Tx {
  let db: PostgresJsDatabase | undefined
  return {
    sql,
    get db() {
      // A reserved connection lacks the options that drizzle reads from its client. They are a copy, because drizzle changes how
      // they read dates and write JSON, for whoever uses the pool next. (So: JSON goes through tx.sql, not through drizzle.)
      const options = { ...client.options, parsers: { ...client.options.parsers }, serializers: { ...client.options.serializers } }
      return (db ??= drizzle(Object.assign(sendsAtOnce ? preparedOnly(sql) : sql, { options }) as unknown as Sql))
    },
  }
}

/**
 * The driver waits for the description of each statement that has parameters and is not prepared: three of them behind 80 ms take five
 * round trips instead of one. Prepared ones are described once a connection.
 */
function preparedOnly(sql: ReservedSql): ReservedSql {
  const unsafe: ReservedSql['unsafe'] = (query, parameters, options) => {
    if (parameters?.length && !options?.prepare)
      throw new Error('A reading sends prepared statements only: end it with .prepare(NAME).execute()')
    return sql.unsafe(query, parameters, options)
  }
  return Object.assign((...args: Parameters<ReservedSql>) => sql(...args), sql, { unsafe }) as ReservedSql
}
