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
/** Node's arguments for the event path alone, and for that with a mistake in it. */
export const handler = ['--import', path.join(root, 'bin/typescript.js'), path.join(root, 'e2e/drill/serve.ts')]
/** For the whole portal, built. */
export const portal = [path.join(root, 'e2e/bench/serve.js'), root]
/** Settings of a Postgres that says yes before the disk has it. */
export const careless = { synchronous_commit: 'off', wal_writer_delay: '10000ms', wal_writer_flush_after: '100MB' }

/** A Postgres that waits for the disk, and a server of the event path; both can be killed and come back at the same address. */
export class Scene {
  private constructor(
    readonly credentials: Credentials,
    private readonly folder: string,
    private readonly command: readonly string[],
    private readonly database: EmbeddedServer,
    private server: ChildProcess,
  ) {}

  /**
   * @param folder for the cluster; removed by end()
   * @param options.settings of Postgres, to plant a mistake; `command` node's arguments for another server than the handler alone
   */
  static async begin(folder: string, options: { settings?: Record<string, string>; command?: readonly string[] } = {}): Promise<Scene> {
    fs.chmodSync(folder, 0o755) // for the account that a root's database runs as
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

  /** kill -9 of the server; it is up again when this resolves. */
  async killServer(): Promise<void> {
    this.server.kill('SIGKILL')
    await once(this.server, 'exit')
    this.server = await serve(this.command, new URL(this.credentials.url).port)
  }

  /** kill -9 of every process of Postgres at once; its guard has started it again and it has recovered when this resolves. */
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

export async function prepareDatabase(superuserUrl: string, portalUrl: string): Promise<void> {
  const secret = 'a secret of the drill that is long enough for everyone'
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} })
  await sql.unsafe(`create role portal_owner login createrole password '${secret}'`)
  await sql.unsafe('create database portal owner portal_owner')
  await sql.end()
  const url = Object.assign(new URL(superuserUrl), { username: 'portal_owner', password: secret, pathname: '/portal' })
  const settings = { DATABASE_URL: url.href, PORTAL_SECRET: secret, PORTAL_URL: portalUrl, LOG_LEVEL: 'silent' }
  Object.assign(process.env, settings)
  Object.assign(env(), settings) // the scene before this one was read already
  const { migrateDatabase } = await import('#db/migrate.ts')
  await migrateDatabase()
}

/** What was prepared is on the disk, whatever mistake is planted: only what comes now can be lost. */
async function checkpoint(superuserUrl: string): Promise<void> {
  const sql = postgres(superuserUrl, { max: 1 })
  await sql`checkpoint`
  await sql.end()
}

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
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // a backend may have ended meanwhile
  }
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} })
  const [row] = await sql`select 1`.catch(() => [])
  await sql.end({ timeout: 1 })
  return row !== undefined
}
