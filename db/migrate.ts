import { advisoryLocks } from '#db/advisory-locks.ts'
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { Logger, runMigrations } from 'graphile-worker'
import { ownerClient, roleUrl } from './client.ts'
import { type LoginRole, loginRoles } from './settings.ts'
import { rolePassword } from './role-password.ts'

type Owner = ReturnType<typeof ownerClient>

const folder = fileURLToPath(new URL('./migrations', import.meta.url))

/** The database's migrations are not those of this version: one was edited after it had been applied, or the database is newer. */
export class OtherSchema extends Error {}

/**
 * Migrates the database of DATABASE_URL as its owner: our migrations, the roles' passwords and settings, the job queue's migrations.
 * Safe to run at every start and from several processes at once.
 * @throws Error if the server is older than Postgres 15
 * @throws OtherSchema if a migration was edited after it had been applied, or this version does not know it
 */
export async function migrateDatabase(): Promise<void> {
  const sql = ownerClient()
  try {
    await checkVersion(sql)
    await sql`select pg_advisory_lock(${advisoryLocks.migrate})` // serialises concurrent starts
    await checkUnchanged(sql)
    await migrate(drizzle(sql), { migrationsFolder: folder })
    await forbidTemporary(sql)
    for (const role of loginRoles) await putRight(sql, role)
    await migrateQueue(sql)
  } finally {
    await sql.end({ timeout: 5 }) // also releases the lock
  }
}

/**
 * Revokes TEMPORARY from PUBLIC: a temporary table with the name of a real one could come first in a function's search path. This is a
 * privilege on the database itself, which a dump does not contain; so it is revoked at every start.
 */
async function forbidTemporary(sql: Owner): Promise<void> {
  const [database] = await sql<[{ name: string }]>`select quote_ident(current_database()) as name`
  await sql.unsafe(`revoke temporary on database ${database.name} from public`)
}

async function checkVersion(sql: Owner): Promise<void> {
  const [row] = await sql<[{ number: string; name: string }]>`
    select current_setting('server_version_num') as number, current_setting('server_version') as name`
  if (Number(row.number) < 150_000) throw new Error(`This Postgres is ${row.name}; the portal needs 15 or newer.`)
}

/** Checks that applied migrations were not edited. The migrator only looks at the newest entry, so it would not notice. */
async function checkUnchanged(sql: Owner): Promise<void> {
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') as found`
  if (!table?.found) return
  const applied = await sql<{ hash: string; at: string }[]>`
    select hash, created_at::text as at from drizzle.__drizzle_migrations order by created_at`
  const journal = JSON.parse(fs.readFileSync(`${folder}/meta/_journal.json`, 'utf8')) as { entries: { tag: string; when: number }[] }
  for (const { hash, at } of applied) {
    const entry = journal.entries.find(({ when }) => String(when) === at)
    if (!entry) throw new OtherSchema('This database was migrated by another version of the portal.')
    const file = createHash('sha256')
      .update(fs.readFileSync(`${folder}/${entry.tag}.sql`))
      .digest('hex')
    if (file !== hash) throw new OtherSchema(`Migration ${entry.tag} was changed after it had been applied to this database.`)
  }
}

/**
 * Sets a role's password and resets its settings. The password is sent as its SCRAM verifier (RFC 5802, 7677), so that it never appears in
 * the server's log. Postgres lets every role change its own settings, so a search path set by an intruder would otherwise persist. Retries
 * if another database's migration changes the same role concurrently, because roles belong to the cluster.
 */
async function putRight(sql: Owner, role: LoginRole): Promise<void> {
  const [database] = await sql<[{ name: string }]>`select quote_ident(current_database()) as name`
  const statement = `alter role ${role} login password '${scramVerifier(rolePassword(role))}'; alter role ${role} reset all;
    alter role ${role} in database ${database.name} reset all`
  for (let attempt = 1; ; attempt++) {
    try {
      await sql.unsafe(statement)
      return
    } catch (error) {
      if (attempt === 10 || !(error as Error).message.includes('concurrently updated')) throw error
    }
  }
}

function scramVerifier(password: string): string {
  const salt = randomBytes(16)
  const rounds = 4096 // Postgres' default; more would not help, because the password is a 256-bit key
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256')
  const key = (name: string) => createHmac('sha256', salted).update(name).digest()
  const stored = createHash('sha256').update(key('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${key('Server Key').toString('base64')}`
}

/** Runs graphile-worker's migrations as its schema's owner, who is granted CREATE on the database only to create the schema. */
async function migrateQueue(sql: Owner): Promise<void> {
  const [database] = await sql<[{ name: string; ready: boolean }]>`
    select quote_ident(current_database()) as name, to_regclass('graphile_worker.migrations') is not null as ready`
  if (!database.ready) await sql.unsafe(`grant create on database ${database.name} to portal_queue`)
  try {
    await runMigrations({ connectionString: roleUrl('portal_queue'), logger: new Logger(() => () => {}) })
  } finally {
    await sql.unsafe(`revoke create on database ${database.name} from portal_queue`)
  }
}
