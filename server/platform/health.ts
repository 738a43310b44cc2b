import journal from '#db/migrations/meta/_journal.json' with { type: 'json' }
import { type Client, withPool } from '#db/client.ts'

export type Part = 'ok' | 'unreachable' | 'behind' | 'stopped' | 'waiting'
export type Health = { ok: boolean; parts: { database: Part; migrations: Part; replication: Part; jobs: Part } }

const patience = 3000
const newest = Math.max(...journal.entries.map(({ when }) => when))
const kept = globalThis as { portalJobs?: 'running' | 'stopped' | 'elsewhere' }

/** Told by server/jobs; its bundle is not ours, so it is kept on the process. */
export function jobsAre(state: 'running' | 'stopped' | 'elsewhere'): void {
  kept.portalJobs = state
}

/** Whether the portal can serve, part by part. Says no more than that: anyone may ask. */
export async function health(): Promise<Health> {
  const database = await look()
  const parts = {
    database: database ? 'ok' : 'unreachable',
    migrations: database && database.migration >= newest ? 'ok' : 'behind',
    replication: database?.waiting ? 'waiting' : 'ok',
    jobs: kept.portalJobs === 'stopped' ? 'stopped' : 'ok',
  } as const
  return { ok: Object.values(parts).every((part) => part === 'ok'), parts }
}

/**
 * Every role must be able to connect: a wrong PORTAL_SECRET shows here. Each sees its own commits only, and whether one has been
 * waiting for its standbys for more than five seconds, as all do where none is left of those that `synchronous_standby_names` wants.
 */
async function look(): Promise<{ migration: number; waiting: boolean } | undefined> {
  let timer: NodeJS.Timeout | undefined
  const waits = (sql: Client) => sql<{ yes: boolean }[]>`
    select exists (
      select from pg_stat_activity where datname = current_database() and wait_event = 'SyncRep'
        and query_start < clock_timestamp() - interval '5 seconds') as yes`
  const roles = ['portal_people', 'portal_batch', 'portal_gate', 'portal_read', 'portal_staff'] as const
  try {
    const [[row], ...waiting] = await Promise.race([
      Promise.all([
        withPool('portal_people', (sql) => sql<[{ at: string }]>`select newest_migration()::text as at`),
        ...roles.map((role) => withPool(role, waits)),
      ]),
      new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('no answer')), patience))),
    ])
    return { migration: Number(row.at), waiting: waiting.some(([answer]) => answer?.yes) }
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}
