// The job queue's connections. graphile-worker uses node-postgres, whose pool waits for a frozen host until TCP times out.
import { Client, type ClientConfig, Pool } from 'pg'
import { isPassing } from '#server/platform/errors.ts'
import { patience, queueUrl } from './client.ts'

/** Messages of node-postgres errors without a code: the connection was lost or timed out. */
const lost = /^(Query read timeout|Connection terminated|timeout exceeded|timeout expired|Client has encountered a connection error)/

/** Gives an error a code on which graphile-worker retries, if a retry may help; otherwise returns it unchanged. */
function retried<Thrown>(error: Thrown): Thrown | Error {
  if (!(error instanceof Error) || !(isPassing(error) || lost.test(error.message))) return error
  return Object.assign(new Error(error.message, { cause: error }), { code: 'ETIMEDOUT' })
}

type Answer = (error: unknown, ...more: unknown[]) => void

/** Calls `ask`, which takes a callback or returns a promise, as in node-postgres, and replaces its error by `judge(error)`. */
function judged(ask: (...args: unknown[]) => unknown, args: unknown[], judge: (error: unknown) => unknown): unknown {
  const answer = args.at(-1)
  if (typeof answer !== 'function') {
    return (ask(...args) as Promise<unknown>).catch((error: unknown) => {
      throw judge(error)
    })
  }
  return ask(...args.slice(0, -1), (error: unknown, ...more: unknown[]) => (answer as Answer)(judge(error), ...more))
}

class QueueClient extends Client {
  // The role's password may have changed since the last connection.
  constructor(config: ClientConfig = {}) {
    super({ ...config, connectionString: queueUrl() })
  }

  override query(...args: unknown[]): never {
    const ask = super.query.bind(this) as (...args: unknown[]) => unknown
    return judged(ask, args, (error) => {
      // Otherwise the pool would reuse the connection while the response to this statement may still arrive.
      if (error instanceof Error && error.message === 'Query read timeout') void this.end()
      return retried(error)
    }) as never
  }
}

class QueuePool extends Pool {
  override connect(...args: unknown[]): never {
    return judged(super.connect.bind(this) as (...args: unknown[]) => unknown, args, retried) as never
  }
}

/**
 * A pool for the queue's worker, with the timeouts of the portal's other connections. A connection that does not answer is dropped, and the
 * worker retries the statement on a new one.
 * @param max connections
 */
export function queuePool(max: number): Pool {
  const pool = new QueuePool({
    max,
    Client: QueueClient,
    application_name: 'portal_queue_worker',
    connectionTimeoutMillis: patience.connection,
    query_timeout: patience.statement,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  })
  // The next statement on a broken connection fails, and the pool drops an idle one, so these events need no handling.
  const ignore = () => {}
  pool.on('error', ignore)
  pool.on('connect', (client) => void client.on('error', ignore))
  return pool
}

/**
 * Sends a keepalive query on a connection that only listens, so that a frozen host is detected.
 * @returns stops the queries
 */
export function keepAsking(client: Client): () => void {
  const timer = setInterval(() => {
    client.query('select 1').catch((error: unknown) => client.emit('error', error))
  }, patience.connection)
  return () => clearInterval(timer)
}
