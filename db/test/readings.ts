import postgres, { type Sql } from 'postgres'
import { closePools } from '#db/client.ts'
import { env } from '#server/platform/env.ts'
import { many } from './large-tables.ts'

/**
 * What was read of the tables with many rows: how many rows and entries of their indexes, how many pages of 8 kB of both (buffers, as
 * EXPLAIN has them), and which tables from end to end.
 */
export type Readings = {
  readonly rows: Readonly<Record<string, number>>
  readonly pages: Readonly<Record<string, number>>
  readonly whole: readonly string[]
}

type Counts = { readonly name: string; readonly scans: number; readonly rows: number; readonly pages: number }

/**
 * Counts what Postgres reads while something is asked, whatever statement, function or policy makes it read: its own statistics, which a
 * connection hands in at its end. So the pools are new before and closed after it, and nobody else may have a connection.
 */
export async function readingsOf(ask: () => Promise<unknown>): Promise<Readings> {
  const sql = postgres(env().DATABASE_URL, { max: 1, onnotice: () => {} })
  try {
    await handedIn(sql)
    const before = await counts(sql)
    try {
      await ask()
    } finally {
      await handedIn(sql)
    }
    const after = (await counts(sql)).map((now, at) => ({
      ...now,
      scans: now.scans - before[at]!.scans,
      rows: now.rows - before[at]!.rows,
      pages: now.pages - before[at]!.pages,
    }))
    const read = (what: 'rows' | 'pages') => Object.fromEntries(after.filter((one) => one[what] > 0).map((one) => [one.name, one[what]]))
    return { rows: read('rows'), pages: read('pages'), whole: after.filter(({ scans }) => scans > 0).map(({ name }) => name) }
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Closes the pools; what a connection counted is in once it is gone: Postgres takes a connection off its list when its statistics are in. */
export async function handedIn(sql: Sql): Promise<void> {
  await closePools()
  const end = Date.now() + 10_000
  for (let left = 1; left > 0;) {
    const [row] = await sql<[{ left: number }]>`
      select count(*)::int as left from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`
    left = row.left
    if (Date.now() > end) throw new Error('somebody else is connected, whose readings would be counted too')
  }
}

/** Rows that were looked at (entries of indexes or rows of the table, whichever are more), and pages of the table and its indexes. */
async function counts(sql: Sql): Promise<Counts[]> {
  return sql<Counts[]>`
    select t.relname as name, t.seq_scan::int as scans,
      (t.seq_tup_read + greatest(t.idx_tup_fetch,
        (select coalesce(sum(idx_tup_read), 0) from pg_stat_user_indexes i where i.relid = t.relid)))::int as rows,
      (io.heap_blks_read + io.heap_blks_hit + coalesce(io.idx_blks_read + io.idx_blks_hit, 0))::int as pages
    from pg_stat_user_tables t join pg_class c on c.oid = t.relid join pg_statio_user_tables io on io.relid = t.relid
    where c.relnamespace = 'public'::regnamespace and c.reltuples >= ${many} order by 1`
}
