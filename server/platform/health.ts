import journal from '#db/migrations/meta/_journal.json' with { type: 'json' }
import { withPool } from '#db/client.ts'

export type Part = 'ok' | 'unreachable' | 'behind' | 'stopped'
export type Health = { ok: boolean; parts: { database: Part; migrations: Part; jobs: Part } }

const patience = 3000
const newest = Math.max(...journal.entries.map(({ when }) => when))
const kept = globalThis as { portalJobs?: 'running' | 'stopped' | 'elsewhere' }

/** Told by server/jobs; its bundle is not ours, so it is kept on the process. */
export function jobsAre(state: 'running' | 'stopped' | 'elsewhere'): void {
  kept.portalJobs = state
}

/** Whether the portal can serve, part by part. Says no more than that: anyone may ask. */
export async function health(): Promise<Health> {
  const migration = await newestMigration()
  const parts = {
    database: migration === undefined ? 'unreachable' : 'ok',
    migrations: migration !== undefined && migration >= newest ? 'ok' : 'behind',
    jobs: kept.portalJobs === 'stopped' ? 'stopped' : 'ok',
  } as const
  return { ok: Object.values(parts).every((part) => part === 'ok'), parts }
}

/** Both roles must be able to connect: a wrong PORTAL_SECRET shows here. */
async function newestMigration(): Promise<number | undefined> {
  let timer: NodeJS.Timeout | undefined
  try {
    const [[row]] = await Promise.race([
      Promise.all([
        withPool('portal_people', (sql) => sql<[{ at: string }]>`select newest_migration()::text as at`),
        withPool('portal_batch', (sql) => sql`select 1`),
      ]),
      new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('no answer')), patience))),
    ])
    return Number(row.at)
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}
