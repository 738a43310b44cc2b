import postgres, { type Sql } from 'postgres'
import { closePools } from '#db/client.ts'
import { env } from '#server/platform/env.ts'
import { many } from './large-tables.ts'

/**
 * Reads of the large tables, by table: `rows` (rows or index entries), `pages` (8 kB buffers of the table and its indexes, as in EXPLAIN),
 * and `whole`, the tables that had a sequential scan.
 */
export type Readings = {
  readonly rows: Readonly<Record<string, number>>
  readonly pages: Readonly<Record<string, number>>
  readonly whole: readonly string[]
}

type Counts = { readonly name: string; readonly scans: number; readonly rows: number; readonly pages: number }

/**
 * Counts what Postgres reads while `ask` runs, including reads by functions and policies. It uses Postgres' own statistics, which a
 * connection reports when it ends. So the pools are closed before and after, and no other client may be connected.
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

/** Closes the pools and waits until their backends are gone from pg_stat_activity: by then Postgres has their statistics. */
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

/** Counters of each large table: rows (index entries or table rows, whichever are more), and pages of the table and its indexes. */
async function counts(sql: Sql): Promise<Counts[]> {
  return sql<Counts[]>`
    select t.relname as name, t.seq_scan::int as scans,
      (t.seq_tup_read + greatest(t.idx_tup_fetch,
        (select coalesce(sum(idx_tup_read), 0) from pg_stat_user_indexes i where i.relid = t.relid)))::int as rows,
      (io.heap_blks_read + io.heap_blks_hit + coalesce(io.idx_blks_read + io.idx_blks_hit, 0))::int as pages
    from pg_stat_user_tables t join pg_class c on c.oid = t.relid join pg_statio_user_tables io on io.relid = t.relid
    where c.relnamespace = 'public'::regnamespace and c.reltuples >= ${many} order by 1`
}
