import { withPool } from '#db/client.ts'

// Each statement is of the role that owns the queue, on a connection beside the worker's.

/**
 * A worker that was killed leaves its jobs locked for four hours. Where no other worker is connected to this database, they are free
 * at once.
 */
export async function freeAbandoned(): Promise<void> {
  await withPool(
    'portal_queue',
    (sql) => sql`
      select graphile_worker.force_unlock_workers(array_agg(distinct locked_by)) from graphile_worker.jobs
      where locked_by is not null and not exists (
        select from pg_stat_activity where usename = 'portal_queue' and datname = current_database() and pid <> pg_backend_pid())
      having count(*) > 0`,
  )
}

/** Seconds that the oldest job which could run has been waiting. */
export async function oldestDue(): Promise<number> {
  const [row] = await withPool(
    'portal_queue',
    (sql) => sql<[{ seconds: string }]>`
      select coalesce(extract(epoch from max(now() - run_at)), 0) as seconds from graphile_worker.jobs
      where locked_at is null and run_at < now() and attempts < max_attempts`,
  )
  return Number(row.seconds)
}

/** Jobs that failed until they had no tries left. */
export async function givenUp(): Promise<number> {
  const [row] = await withPool(
    'portal_queue',
    (sql) => sql<[{ count: number }]>`
      select count(*)::int as count from graphile_worker.jobs where attempts >= max_attempts and locked_at is null`,
  )
  return row.count
}
