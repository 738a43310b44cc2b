import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { startEmbedded } from '#db/embedded.ts'
import { freePort } from '#db/process.ts'
import { startClock } from '#db/test/instant.ts'
import { buildCopy } from './copy.ts'
import type { Credentials } from './caller.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The bench's own portal, with a database, a marketplace and a server. */
export type Portal = {
  credentials: Credentials
  /** The superuser's address on the server that holds the database. */
  superuserUrl: string
  /** The server's process. */
  server: ChildProcess
  stop: () => Promise<void>
}

/**
 * Starts a portal, built for production with the bare routes added, on an empty database.
 * @param data folder for the database and the build
 * @param given a superuser's address on a server to use instead of an embedded one
 */
export async function startPortal(data: string, given: string | undefined): Promise<Portal> {
  const embedded = given ? undefined : await startEmbedded(path.join(data, 'pg'))
  const superuserUrl = given ?? embedded?.url ?? ''
  const secret = randomBytes(32).toString('hex')
  const port = await freePort()
  const url = `http://localhost:${port}`
  Object.assign(process.env, {
    DATABASE_URL: await freshDatabase(superuserUrl, secret),
    PORTAL_SECRET: secret,
    PORTAL_URL: url,
    LOG_LEVEL: 'warn',
  })
  const { migrateDatabase } = await import('#db/migrate.ts')
  await migrateDatabase()
  await startClock()
  const { createSandbox } = await import('#server/marketplace/credentials/create-sandbox.ts')
  const { key, secret: signing } = await createSandbox()
  const copy = path.join(data, 'portal')
  buildCopy(copy)
  const server = await serve(copy, { PORT: String(port), BENCH_SECRET: signing, NODE_ENV: 'production', PORTAL_JOBS: 'on' })
  const stop = async () => {
    server.kill('SIGKILL')
    const { closePools } = await import('#db/client.ts')
    await closePools()
    await embedded?.stop()
  }
  return { credentials: { url: `http://127.0.0.1:${port}`, key, secret: signing }, superuserUrl, server, stop }
}

/** Creates an empty database whose owner is not a superuser, as an installation allows. @returns its address for the owner */
async function freshDatabase(superuserUrl: string, password: string): Promise<string> {
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} })
  await sql.unsafe(`do $$ begin create role portal_owner login createrole; exception when duplicate_object then null; end $$`)
  await sql.unsafe(`alter role portal_owner password '${password}'`)
  await sql.unsafe('drop database if exists portal_bench with (force)')
  await sql.unsafe('create database portal_bench owner portal_owner')
  await sql.end()
  const url = new URL(superuserUrl)
  Object.assign(url, { username: 'portal_owner', password, pathname: '/portal_bench' })
  return url.href
}

async function serve(folder: string, env: Record<string, string>): Promise<ChildProcess> {
  const log = fs.openSync(path.join(folder, 'server.log'), 'w')
  const script = path.join(root, 'e2e/bench/serve.js')
  const child = spawn(process.execPath, [script, folder], { env: { ...process.env, ...env }, stdio: ['ignore', log, log, 'ipc'] })
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) => reject(new Error(`the portal's server ended with ${code}: see ${path.join(folder, 'server.log')}`)))
  })
  return child
}
