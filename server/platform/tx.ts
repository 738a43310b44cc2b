import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { ReservedSql, Sql } from 'postgres'
import { type AppRole, replacePool, reserve, withPool } from '#db/client.ts'
import type { SellerScope } from './actor.ts'
import { UnknownOutcome } from './errors.ts'

/** An open transaction: `sql` for set-based statements, `db` (drizzle) for ordinary ones; both on the same connection. */
export type Tx = { readonly sql: ReservedSql; readonly db: PostgresJsDatabase }

const retryable = new Set(['40001', '40P01'])
const lostLink = /^(08|57P0)|^CONNECTION_|^E(CONNRESET|PIPE|TIMEDOUT)|^CONNECT_TIMEOUT/

/** Settings of Postgres' planner for one transaction. */
export type Planner = { readonly enable_bitmapscan?: 'off'; readonly enable_seqscan?: 'off' }

type Options = {
  role: AppRole | 'owner'
  settings?: Record<string, string | number>
  tries?: number
  retryUnique?: boolean
  /** One snapshot, nothing written, and COMMIT sent along with what is asked at once. */
  read?: boolean
}

/**
 * One transaction as seller `scope`: row-level security shows only that seller's rows.
 * @param fn runs again when Postgres asks for it (serialization, deadlock), so it touches nothing outside the database
 */
export function sellerTx<T>(scope: SellerScope, fn: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction({ role: 'portal_people', settings: { 'app.seller_id': scope.sellerId } }, fn)
}

/**
 * What a page of a seller shows, read as one snapshot and in one round trip: its figures and its rows are of the same instant.
 * @param fn asks for everything at once (Promise.all); a statement sent after an answer is refused
 * @param planner ways of reading that Postgres leaves out of consideration
 */
export function sellerRead<T>(scope: SellerScope, fn: (tx: Tx) => Promise<T>, planner: Planner = {}): Promise<T> {
  return transaction({ role: 'portal_people', settings: { 'app.seller_id': scope.sellerId, ...planner }, read: true }, fn)
}

/** One transaction as a person: their own rows (sessions, factors, memberships). */
export function personTx<T>(userId: number, fn: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction({ role: 'portal_people', settings: { 'app.user_id': userId } }, fn)
}

/** One transaction of the sign-in gate, which must find people before it knows who they are. */
export function gateTx<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction({ role: 'portal_people', settings: { 'app.gate': 'sign-in' } }, fn)
}

/**
 * One transaction of the event path or of a job. With `retryUnique`, two batches that meet on one key are judged again; one that
 * is `slow` reads whole tables and has no limit of time.
 */
export function batchTx<T>(
  fn: (tx: Tx) => Promise<T>,
  options: { retryUnique?: boolean; slow?: boolean; planner?: Planner } = {},
): Promise<T> {
  const { slow, planner, ...rest } = options
  return transaction({ role: 'portal_batch', ...rest, settings: { ...planner, ...(slow && { statement_timeout: 0 }) } }, fn)
}

/** One transaction as the owner of the schema, whom no row-level security holds back: the command line's, never a request's. */
export function ownerTx<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction({ role: 'owner' }, fn)
}

/**
 * One statement of the people's role that is its own transaction, a single round trip. It has no settings, so row-level
 * security shows it nothing: only what a function of the database gives for a secret (a session for its token).
 */
export function oneStatement<T>(fn: (sql: Sql<{ bigint: bigint }>) => Promise<T>): Promise<T> {
  return withPool('portal_people', fn)
}

/**
 * BEGIN, work, COMMIT on one reserved connection. BEGIN travels with the first statement and is not waited for.
 * @throws UnknownOutcome when the link broke while COMMIT was under way
 */
async function transaction<T>(options: Options, fn: (tx: Tx) => Promise<T>): Promise<T> {
  const tries = options.tries ?? 6
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(options, fn)
    } catch (error) {
      const code = (error as { code?: string }).code ?? ''
      const again = retryable.has(code) || (options.retryUnique === true && code === '23505')
      if (!again || attempt >= tries) throw error
      await new Promise((done) => setTimeout(done, Math.random() * 10 * attempt))
    }
  }
}

async function once<T>(options: Options, fn: (tx: Tx) => Promise<T>): Promise<T> {
  const { client, reserved } = await reserve(options.role)
  const link = new Link(reserved, () => replacePool(options.role, client))
  const begun = link.watch(begin(options))
  begun.catch(() => {}) // reported by whatever is awaited next
  try {
    const work = fn(handle(client, link.sql))
    // Nothing was written, so its end cannot be unknown.
    const ended = options.read ? endOfTurn().then(() => link.last((sql) => sql.unsafe('commit'))) : undefined
    ended?.catch(() => {}) // waited for below, unless `work` has failed before it
    const result = await Promise.race([work, link.broken])
    await begun
    await (ended ? Promise.race([ended, link.broken]) : Promise.race([link.last(commit), link.broken.catch(unknownOutcome)]))
    return result
  } catch (error) {
    // A backend that was ended answers with an error first and closes the connection after it.
    if (lostLink.test((error as { code?: string }).code ?? '')) link.lose(error as Error)
    if (!link.lost) await Promise.race([reserved.unsafe('rollback'), link.broken]).catch(() => {})
    throw error
  } finally {
    link.release()
  }
}

/** By then everything that was asked for at once has been sent; the driver writes to the socket after it. */
const endOfTurn = () => new Promise<void>((done) => setImmediate(done))

/** What postgres.js keeps of a connection; `onclose` is how its own `begin` learns that one broke. */
type Connection = { onclose: ((error: Error) => void) | null }

/**
 * A reserved connection that notices when it breaks. By itself one doesn't: statements sent after the end, or still queued then,
 * are never answered, and once released it would fail the next who gets it (postgres.js 3.4.9; tx.db.test.ts).
 */
class Link {
  lost = false
  private ended = false
  readonly sql: ReservedSql
  /** Never resolves; rejects when the connection breaks. */
  readonly broken: Promise<never>
  private fail!: (error: Error) => void
  private connection: Connection | undefined

  constructor(
    private readonly reserved: ReservedSql,
    private readonly onLoss: () => void,
  ) {
    this.broken = new Promise((_, reject) => (this.fail = reject))
    this.broken.catch(() => {})
    const unlessLost = <Sent>(send: () => Sent): Sent => {
      if (this.lost) throw Object.assign(new Error('the connection broke'), { code: 'CONNECTION_CLOSED' })
      if (this.ended) throw new Error('a statement was sent after COMMIT: a reading asks for everything at once')
      return send()
    }
    const sql = (first: TemplateStringsArray, ...rest: never[]) => unlessLost(() => originRead(reserved(first, ...rest)))
    const unsafe: ReservedSql['unsafe'] = (...args) => unlessLost(() => reserved.unsafe(...args))
    this.sql = Object.assign(sql, reserved, { unsafe }) as ReservedSql
  }

  /** Sends the first statement and listens from then on. */
  watch(statement: string): Promise<unknown> {
    const onexecute = (connection: Connection) => {
      this.connection = connection
      connection.onclose = (error) => this.lose(error)
      return true
    }
    return this.reserved.unsafe(statement, [], { onexecute } as object).execute()
  }

  /** Sends what ends the transaction. */
  last<Sent>(send: (sql: ReservedSql) => Sent): Sent {
    const sent = send(this.sql)
    this.ended = true
    return sent
  }

  /** From now on nothing is sent on it. */
  lose(error: Error): void {
    if (this.lost) return
    this.lost = true
    this.fail(error)
    this.onLoss()
  }

  /** Gives the connection back to the pool; one that broke goes with its pool. */
  release(): void {
    if (this.lost) return
    if (this.connection) this.connection.onclose = null
    this.reserved.release()
  }
}

/**
 * postgres.js keeps for each statement of the source an Error made by whoever sent it first, and with its frames that whole
 * request; once the stack has been read it keeps a string.
 */
function originRead<Query extends object>(query: Query): Query {
  void (query as { origin?: string }).origin
  return query
}

function unknownOutcome(cause: unknown): never {
  throw new UnknownOutcome('COMMIT was not answered', { cause })
}

/** Settings are local to the transaction: a pooled connection never carries one seller into the next request. */
function begin({ settings, read }: Options): string {
  const set = Object.entries(settings ?? {}).map(([name, value]) => `set local ${name} = '${String(value).replaceAll("'", "''")}'`)
  return [read ? 'begin isolation level repeatable read read only' : 'begin', ...set].join(';')
}

async function commit(sql: ReservedSql): Promise<void> {
  let answer: { command?: string }
  try {
    answer = await sql.unsafe('commit')
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (lostLink.test(code)) unknownOutcome(error)
    throw error
  }
  // Postgres answers ROLLBACK to the COMMIT of a transaction that had failed.
  if (answer.command === 'ROLLBACK') throw new Error('the transaction had failed and was rolled back')
}

function handle(client: Sql, sql: ReservedSql): Tx {
  let db: PostgresJsDatabase | undefined
  return {
    sql,
    get db() {
      // A reserved connection lacks the options that drizzle reads from its client. They are a copy, because drizzle changes how
      // they read dates and write JSON, for whoever uses the pool next. (So: JSON goes through tx.sql, not through drizzle.)
      const options = { ...client.options, parsers: { ...client.options.parsers }, serializers: { ...client.options.serializers } }
      return (db ??= drizzle(Object.assign(sql, { options }) as unknown as Sql))
    },
  }
}
