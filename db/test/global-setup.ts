import { advisoryLocks } from '#db/advisory-locks.ts'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../embedded.ts'
import { migrateDatabase } from '../migrate.ts'
import { ownerUrl, testSecret } from './owner.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The superuser's URL of the test server. */
    superuserUrl: string
    /** The migrated database; each test file gets a copy. */
    template: string
    /** Prefix of the names of this run's databases. */
    run: string
  }
}

/** Faster settings without durability; tests of durability start their own server. */
const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

/** The comment on the owner's role that shows that the tests created it. */
const ours = 'made by the tests of the seller funds portal'
const run = `portal_t${process.pid}`
let finish = async () => {}

/** Starts or joins the run's server (DATABASE_URL's, whose role must be a superuser, otherwise an embedded one) and makes the template. */
export async function setup(project: TestProject): Promise<void> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const data = process.env.PORTAL_DATA || path.join(root, '.data')
  const given = process.env.DATABASE_URL
  const embedded = given ? undefined : await startEmbedded(path.join(data, 'pg-test'), { settings: careless })
  const url = given ?? embedded?.url ?? ''
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  finish = async () => {
    await sql.end({ timeout: 5 })
    await embedded?.stop()
  }
  try {
    if (given) await requireThrowAway(sql)
    await drop(sql, leftOver)
    project.provide('superuserUrl', url)
    project.provide('template', await makeTemplate(sql, url, root))
    project.provide('run', run)
  } catch (error) {
    await finish()
    throw error
  }
  const close = finish
  finish = async () => {
    await drop(sql, (name) => name.startsWith(`${run}_`))
    await close()
  }
}

/** Drops this run's databases and releases the server. */
export async function teardown(): Promise<void> {
  await finish()
}

/** Refuses a server with an installation, because the tests change the passwords of the cluster's roles and attack as every role. */
async function requireThrowAway(sql: postgres.Sql): Promise<void> {
  const [row] = await sql`
    select (select rolsuper from pg_roles where rolname = current_user) as super, to_regrole('portal_people') is not null as installed,
           shobj_description(to_regrole('portal_owner'), 'pg_authid') = ${ours} as ours`
  if (row?.super && (!row.installed || row.ours)) return
  throw new Error('DATABASE_URL must name a superuser of a throw-away server: not of one that holds an installation of the portal.')
}

/** Makes the template if needed. Its name contains a hash of its sources, so an edited migration makes a new one. */
async function makeTemplate(sql: postgres.Sql, url: string, root: string): Promise<string> {
  const hash = createHash('sha256').update(testSecret)
  const files = fs.readdirSync(path.join(root, 'db/migrations'), { recursive: true, encoding: 'utf8' }).toSorted()
  for (const file of [...files.map((name) => `db/migrations/${name}`), 'db/migrate.ts', 'db/test/global-setup.ts', 'db/test/owner.ts']) {
    if (fs.statSync(path.join(root, file)).isFile()) hash.update(file).update(fs.readFileSync(path.join(root, file)))
  }
  const template = `portal_template_${hash.digest('hex').slice(0, 16)}`
  // Of two concurrent runs the second waits and uses the first one's template.
  await sql`select pg_advisory_lock(${advisoryLocks.makeTestTemplate})`
  try {
    const [made] = await sql`select 1 from pg_database where datname = ${template}`
    if (!made) {
      await drop(sql, (name) => name.startsWith('portal_template_') && name !== template)
      await migrateInto(sql, url, template)
    }
  } finally {
    await sql`select pg_advisory_unlock(${advisoryLocks.makeTestTemplate})`
  }
  return template
}

/** Migrates as an owner that is no superuser, as installations may. Renames the database last, so that a template is always complete. */
async function migrateInto(sql: postgres.Sql, url: string, template: string): Promise<void> {
  await sql.unsafe(`do $$ begin create role portal_owner login createdb createrole; exception when duplicate_object then null; end $$`)
  await sql.unsafe(`alter role portal_owner password '${testSecret}'; comment on role portal_owner is '${ours}'`)
  const draft = `${template}_draft`
  await sql.unsafe(`drop database if exists ${draft} with (force)`)
  await sql.unsafe(`create database ${draft} owner portal_owner`)
  process.env.DATABASE_URL = ownerUrl(url, draft)
  process.env.PORTAL_SECRET = testSecret
  await migrateDatabase()
  await sql.unsafe(`alter database ${draft} rename to ${template}`)
}

/** Whether a database belongs to a run that was killed before it cleaned up. */
function leftOver(name: string): boolean {
  const pid = Number(/^portal_t(\d+)_/.exec(name)?.[1])
  return pid > 0 && !isRunning(pid)
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function drop(sql: postgres.Sql, which: (name: string) => boolean): Promise<void> {
  const names = await sql<{ datname: string }[]>`select datname from pg_database`
  for (const { datname } of names.filter((row) => which(row.datname))) await sql.unsafe(`drop database if exists "${datname}" with (force)`)
}
