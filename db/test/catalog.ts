import type { Sql } from 'postgres'

/** Queries of the catalog for everything that drizzle-kit can describe. Each row is one line of text. */
const queries = {
  tables: `
    select c.relname || ' ' || c.relkind::text || ' row security ' || c.relrowsecurity from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')`,
  columns: `
    select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' collate ' || coalesce(o.collname, '-')
      || case when a.attnotnull then ' not null' else '' end || ' identity ' || a.attidentity::text || ' generated ' || a.attgenerated::text
      || ' default ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '-')
      || ' place ' || row_number() over (partition by c.oid order by a.attnum)
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum left join pg_collation o on o.oid = a.attcollation
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`,
  constraints: `
    select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
    where connamespace = 'public'::regnamespace and contype in ('p', 'u', 'f', 'c', 'x')`,
  indexes: `
    select pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relnamespace = 'public'::regnamespace
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))`,
  policies: `
    select concat_ws(' ', tablename, policyname, permissive, roles, cmd, 'using', coalesce(qual, '-'), 'check', coalesce(with_check, '-'))
    from pg_policies where schemaname = 'public'`,
}

/** The result of each query, sorted. */
export type Catalog = Record<keyof typeof queries, string[]>

/** Runs the queries on the given connection. */
export async function readCatalog(sql: Sql): Promise<Catalog> {
  const answers = Object.entries(queries).map(async ([name, query]) => {
    const rows = await sql.unsafe(`select line from (${query}) as q (line) order by line collate "C"`)
    return [name, rows.map(({ line }) => String(line))] as const
  })
  return Object.fromEntries(await Promise.all(answers)) as Catalog
}

/** The lines that only one of the two databases has, each with the name of its source. */
export function differences(schema: Catalog, migrated: Catalog): string[] {
  return (Object.keys(queries) as (keyof Catalog)[]).flatMap((name) => [
    ...schema[name].filter((line) => !migrated[name].includes(line)).map((line) => `only db/schema: ${line}`),
    ...migrated[name].filter((line) => !schema[name].includes(line)).map((line) => `only db/migrations: ${line}`),
  ])
}
