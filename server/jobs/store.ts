import postgres from 'postgres'
import { roleUrl } from '#db/client.ts'

export type Queue = {
  freeAbandoned(): Promise<void>
  oldestDue(): Promise<number>
  givenUp(): Promise<number>
  close(): Promise<void>
}

/** Looks at the queue as the role that owns it, on a connection of its own. */
export function openQueue(): Queue {
  const sql = postgres(roleUrl('portal_queue'), { max: 1, onnotice: () => {}, connection: { application_name: 'portal_queue' } })
  return {
    /**
     * A worker that was killed leaves its jobs locked for four hours. Where no other worker is connected to this database, they
     * are free at once.
     */
    async freeAbandoned() {
      await sql`
        select graphile_worker.force_unlock_workers(array_agg(distinct locked_by)) from graphile_worker.jobs
        where locked_by is not null and not exists (
          select from pg_stat_activity where usename = 'portal_queue' and datname = current_database() and pid <> pg_backend_pid())
        having count(*) > 0`
    },

    /** Seconds that the oldest job which could run has been waiting. */
    async oldestDue() {
      const [row] = await sql<[{ seconds: string }]>`
        select coalesce(extract(epoch from max(now() - run_at)), 0) as seconds from graphile_worker.jobs
        where locked_at is null and run_at < now() and attempts < max_attempts`
      return Number(row.seconds)
    },

    /** Jobs that failed until they had no tries left. */
    async givenUp() {
      const [row] = await sql<[{ count: number }]>`
        select count(*)::int as count from graphile_worker.jobs where attempts >= max_attempts and locked_at is null`
      return row.count
    },

    close: () => sql.end({ timeout: 5 }),
  }
}
