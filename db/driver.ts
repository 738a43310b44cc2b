// All use of undocumented parts of postgres.js. `driver.db.test.ts` fails when the package's version changes, or when it fixes a fault that
// is worked around here.
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Notice, ReservedSql, Sql } from 'postgres'

/** Milliseconds between attempts to connect to a host that accepts connections and closes them without an answer. */
const reconnectPauseMs = 250

/** An error with one of the driver's own codes, for which the API answers "unavailable". */
export function broken(code: 'CONNECTION_CLOSED' | 'CONNECT_TIMEOUT' | 'CONNECTION_ENDED', message: string): Error {
  return Object.assign(new Error(message), { code })
}

type Address = { host: string[]; port: number[]; path?: string | false }

/**
 * Opens the sockets of one client (the driver's option `socket`). The driver reconnects without a pause, 4,000 times a second, if a
 * connection is closed before the first byte, as a load balancer without a primary does.
 */
export class Sockets {
  private notBefore = 0
  private ended = false

  readonly open = async ({ host, port, path }: Address): Promise<net.Socket> => {
    const wait = this.notBefore - performance.now()
    if (wait > 0) await sleep(wait)
    // Otherwise a connection that is being opened when its client ends would stay open.
    if (this.ended) throw broken('CONNECTION_ENDED', 'the client has ended')
    const socket = path ? net.connect(path) : net.connect(port[0] ?? 5432, host[0])
    let answered = false
    socket.once('data', () => (answered = true))
    socket.once('close', () => {
      if (!answered) this.notBefore = performance.now() + reconnectPauseMs
    })
    return Object.assign(socket, { host: host[0] }) // TLS checks the certificate against it
  }

  /** Refuses to open any more sockets. */
  end(): void {
    this.ended = true
  }
}

/**
 * Whether a notice says that a COMMIT stopped waiting for its standbys: it is committed on this server, and unknown on the standbys. The
 * text is translated, so this checks the name of Postgres' routine.
 */
export function leavesStandbys(notice: Notice): boolean {
  return notice.routine === 'SyncRepWaitForLSN'
}

/** The connection on which a client runs LISTEN; undefined before the first LISTEN. */
export function listeningSql(client: Sql<{ bigint: bigint }>): Sql | undefined {
  return (client.listen as unknown as { sql?: Sql }).sql
}

type Connection = { onclose: ((error: Error) => void) | null }

/**
 * Sends a reserved connection's first statement and calls `onclose` when the connection breaks, as the driver's own `begin` does. Without
 * it, statements that are queued or sent later stay pending for ever (github.com/porsager/postgres/issues/1186).
 */
export function firstStatement(reserved: ReservedSql, statement: string, onclose: (error: Error) => void) {
  let connection: Connection | undefined
  const onexecute = (used: Connection) => {
    connection = used
    connection.onclose = onclose
    return true
  }
  const answer = reserved.unsafe(statement, [], { onexecute } as object).execute()
  const ignoreClose = () => {
    if (connection) connection.onclose = null
  }
  return { answer, ignoreClose }
}

/**
 * Reads the stack of the Error that the driver keeps for each statement text. Until it is read, its frames retain the whole request that
 * first sent the statement; afterwards it is a string.
 */
export function originRead<Query extends object>(query: Query): Query {
  void (query as { origin?: string }).origin
  return query
}
