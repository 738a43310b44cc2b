// The job queue's connections. graphile-worker speaks node-postgres, whose pool by itself waits for a frozen host until TCP gives up.
import { Client, type ClientConfig, Pool } from 'pg'
import { isPassing } from '#server/platform/errors.ts'
import { patience, queueUrl } from './client.ts'

/** The errors of node-postgres that have no code: the connection was lost, or did not answer in time. */
const lost = /^(Query read timeout|Connection terminated|timeout exceeded|timeout expired|Client has encountered a connection error)/

/** The same error with a code after which graphile-worker tries the statement again, where that may help. */
function retried<Thrown>(error: Thrown): Thrown | Error {
  if (!(error instanceof Error) || !(isPassing(error) || lost.test(error.message))) return error
  return Object.assign(new Error(error.message, { cause: error }), { code: 'ETIMEDOUT' })
}

type Answer = (error: unknown, ...more: unknown[]) => void

/** A callback or a promise, as node-postgres takes either, with its error judged first. */
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
      // The pool would lend it again, with the answer to the earlier statement still to come.
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
 * A pool for the queue's worker, with the time limits of the portal's other connections: a connection that does not answer is dropped,
 * and what it was asked is asked of a new one.
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
  // Whoever uses a broken connection is told by its next statement, and the pool drops an idle one.
  const ignore = () => {}
  pool.on('error', ignore)
  pool.on('connect', (client) => void client.on('error', ignore))
  return pool
}

/**
 * Asks something of a connection that only listens, so that its host is not believed to be there for ever.
 * @returns stops asking
 */
export function keepAsking(client: Client): () => void {
  const timer = setInterval(() => {
    client.query('select 1').catch((error: unknown) => client.emit('error', error))
  }, patience.connection)
  return () => clearInterval(timer)
}
