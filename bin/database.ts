import { advisoryLocks } from '#db/advisory-locks.ts'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import postgres from 'postgres'
import { type EmbeddedServer, startEmbedded } from '#db/embedded.ts'
import { Advice } from './cli-output.js'

export type Database = {
  /** The environment variables with which the portal reaches the database. */
  env: { DATABASE_URL: string; PORTAL_SECRET: string; PORTAL_DEMO: 'on' | 'off' }
  /** The embedded server; undefined if DATABASE_URL is set. */
  embedded: EmbeddedServer | undefined
}

/**
 * Returns the installation's database: that of DATABASE_URL, otherwise an embedded one in `folder`, which is started or joined.
 * The embedded one gets a PORTAL_SECRET on first use.
 * @throws Advice if DATABASE_URL is set without a PORTAL_SECRET of at least 32 characters
 */
export async function openDatabase(folder: string): Promise<Database> {
  const { DATABASE_URL } = process.env
  // A shell that has read sandbox.env exports the backend's signing secret under the same name.
  const given = process.env.PORTAL_SECRET?.startsWith('whsec_') ? '' : (process.env.PORTAL_SECRET ?? '')
  if (DATABASE_URL) {
    if (given.length < 32) {
      throw new Advice(
        'DATABASE_URL is set, so PORTAL_SECRET must be too: at least 32 characters that stay the same for the life of the installation.\n' +
          'Make one with "openssl rand -hex 32" and keep it where you keep the backups: without it, second factors cannot be read.',
      )
    }
    return { env: { DATABASE_URL, PORTAL_SECRET: given, PORTAL_DEMO: 'off' }, embedded: undefined }
  }
  fs.mkdirSync(folder, { recursive: true })
  const embedded = await startEmbedded(path.join(folder, 'pg'))
  const secret = given || ownSecret(path.join(folder, 'secrets.env'))
  return { env: { DATABASE_URL: await ownDatabase(embedded), PORTAL_SECRET: secret, PORTAL_DEMO: 'on' }, embedded }
}

function ownSecret(file: string): string {
  try {
    fs.writeFileSync(file, `PORTAL_SECRET=${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const secret = /^PORTAL_SECRET=(\S{32,})$/m.exec(fs.readFileSync(file, 'utf8'))?.[1]
  if (!secret) throw new Advice(`${file} holds no PORTAL_SECRET; move it away together with the folder pg beside it to begin anew.`)
  return secret
}

/** Creates the database `portal` if needed. Its owner is no superuser, like the owner of an operator's own database. */
async function ownDatabase({ url }: EmbeddedServer): Promise<string> {
  const own = new URL(url)
  own.username = 'portal_owner'
  own.pathname = '/portal'
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await sql`select pg_advisory_lock(${advisoryLocks.makeEmbeddedDatabase})` // serialises concurrent starts
    const [there] = await sql`select 1 from pg_roles where rolname = 'portal_owner'`
    if (!there) await sql.unsafe(`create role portal_owner login createrole password '${own.password}'`)
    const [made] = await sql`select 1 from pg_database where datname = 'portal'`
    if (!made) await sql.unsafe('create database portal owner portal_owner')
  } finally {
    await sql.end({ timeout: 5 })
  }
  return own.href
}
