import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { type EmbeddedServer, startEmbedded } from '#db/embedded.ts'
import { postmaster } from '#db/postmaster.ts'
import { freePort } from '#db/process.ts'
import { startClock } from '#db/test/instant.ts'
import { env } from '#server/platform/env.ts'
import type { Credentials } from '../bench/caller.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Node's arguments for a server of the event path alone; with `--early` added it answers before it has booked. */
export const handler = ['--import', path.join(root, 'bin/typescript.js'), path.join(root, 'e2e/drill/serve.ts')]
/** Node's arguments for the built portal. */
export const portal = [path.join(root, 'e2e/bench/serve.js'), root]
/** Settings with which Postgres confirms a commit before it is on disk. */
export const careless = { synchronous_commit: 'off', wal_writer_delay: '10000ms', wal_writer_flush_after: '100MB' }

/** A Postgres and a server that writes to it; both can be killed and start again at the same address. */
export class Scene {
  private constructor(
    readonly credentials: Credentials,
    private readonly folder: string,
    private readonly command: readonly string[],
    private readonly database: EmbeddedServer,
    private server: ChildProcess,
  ) {}

  /**
   * Starts Postgres with a migrated database, and a server with a sandbox's credentials.
   * @param folder for the cluster; removed by end()
   * @param options.settings of Postgres, to plant a mistake; `command`: Node's arguments for the server, by default `handler`
   */
  static async begin(folder: string, options: { settings?: Record<string, string>; command?: readonly string[] } = {}): Promise<Scene> {
    fs.chmodSync(folder, 0o755) // under root, Postgres runs as another account
    const database = await startEmbedded(path.join(folder, 'pg'), { settings: options.settings ?? {} })
    const port = String(await freePort())
    await prepareDatabase(database.url, `http://localhost:${port}`)
    await startClock()
    const { createSandbox } = await import('#server/marketplace/credentials/create-sandbox.ts')
    const { key, secret } = await createSandbox()
    await checkpoint(database.url)
    const credentials = { url: `http://127.0.0.1:${port}`, key, secret }
    const command = options.command ?? handler
    return new Scene(credentials, folder, command, database, await serve(command, port))
  }

  /** Kills the server by SIGKILL; resolves when it is up again. */
  async killServer(): Promise<void> {
    this.server.kill('SIGKILL')
    await once(this.server, 'exit')
    this.server = await serve(this.command, new URL(this.credentials.url).port)
  }

  /** Kills all processes of Postgres by SIGKILL; resolves when its guard has started it again and it has recovered. */
  async killPostgres(): Promise<void> {
    const { folder, url } = this.database
    const before = postmaster(folder)?.pid
    const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
    const children = table.map((row) => row.trim().split(/\s+/).map(Number)).filter(([, parent]) => parent === before)
    for (const victim of [before, ...children.map(([child]) => child)]) kill(victim)
    while (postmaster(folder)?.pid === before || !(await answers(url))) await sleep(20)
  }

  async end(): Promise<void> {
    this.server.kill('SIGKILL')
    const { closePools } = await import('#db/client.ts')
    await closePools()
    await this.database.stop()
    fs.rmSync(this.database.folder, { recursive: true, force: true })
    fs.rmSync(this.folder, { recursive: true, force: true })
  }
}

/**
 * Creates the owner's role and the portal's database, and migrates it. Sets DATABASE_URL, PORTAL_SECRET and PORTAL_URL in this process.
 * @param superuserUrl a superuser's address on the database server
 * @param portalUrl the portal's public address
 */
export async function prepareDatabase(superuserUrl: string, portalUrl: string): Promise<void> {
  const secret = 'a secret of the drill that is long enough for everyone'
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} })
  await sql.unsafe(`create role portal_owner login createrole password '${secret}'`)
  await sql.unsafe('create database portal owner portal_owner')
  await sql.end()
  const url = Object.assign(new URL(superuserUrl), { username: 'portal_owner', password: secret, pathname: '/portal' })
  const settings = { DATABASE_URL: url.href, PORTAL_SECRET: secret, PORTAL_URL: portalUrl, LOG_LEVEL: 'silent' }
  Object.assign(process.env, settings)
  Object.assign(env(), settings) // env() may already hold an earlier scene's settings
  const { migrateDatabase } = await import('#db/migrate.ts')
  await migrateDatabase()
}

/** Writes the prepared rows to disk, so that even with a planted mistake only later rows can be lost. */
async function checkpoint(superuserUrl: string): Promise<void> {
  const sql = postgres(superuserUrl, { max: 1 })
  await sql`checkpoint`
  await sql.end()
}

/** Starts a server on the port; resolves when it listens. @param command Node's arguments @throws Error if it exits first */
export async function serve(command: readonly string[], port: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...command], {
    cwd: root,
    env: { ...process.env, PORT: port },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [first] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as unknown[]
  if (child.exitCode !== null) throw new Error(`the server ended with ${String(first)}`)
  return child
}

function kill(pid: number | undefined): void {
  try {
    if (pid) process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // a process may have ended in the meantime
  }
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} })
  const [row] = await sql`select 1`.catch(() => [])
  await sql.end({ timeout: 1 })
  return row !== undefined
}
