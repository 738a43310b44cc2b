import type { ReservedSql } from 'postgres'
import type { Table } from './catalog.ts'

/**
 * Puts a look-alike of every table into the role's temporary schema, each of which says as whom it is read or written, and runs the
 * statements, each of which is undone.
 * @param how as views, which show who reads, or as tables, which show who writes
 * @param notices what Postgres tells the connection: that much outlives an undone statement
 * @returns who met a look-alike, by statement
 */
export async function shadowed(
  sql: ReservedSql,
  how: 'views' | 'tables',
  tables: readonly Table[],
  statements: readonly string[],
  notices: string[],
): Promise<{ statement: string; by: string }[]> {
  const ours = tables.filter(({ schema }) => schema === 'public')
  const note = `create function pg_temp.drill_note() returns trigger language plpgsql as
    $$ begin raise notice 'met as %', current_user; return null; end $$;`
  await sql.unsafe([note, ...ours.map((table) => (how === 'views' ? viewOf(table) : tableOf(table)))].join('\n'))
  notices.length = 0
  await sql`select drill.observe(${[...statements]})`
  const found = new Map<string, { statement: string; by: string }>()
  let statement = ''
  for (const text of notices) {
    if (text.startsWith('drill: ')) statement = text.slice('drill: '.length)
    const by = /^met as (.*)$/.exec(text)?.[1]
    if (by !== undefined) found.set(`${by} ${statement}`, { statement, by })
  }
  return [...found.values()]
}

const listOf = ({ columns }: Table) => columns.map((column) => `"${column.name}" ${column.type}`).join(', ')

/** Its one row comes of a function, which any reading must call. */
function viewOf(table: Table): string {
  const nothing = table.columns.map((column) => `null::${column.type}`).join(', ')
  return `
    create function pg_temp."drill_${table.name}"() returns table (${listOf(table)}) language plpgsql volatile rows 1 as
      $$ begin raise notice 'met as %', current_user; return query select ${nothing}; end $$;
    create temporary view "${table.name}" as select * from pg_temp."drill_${table.name}"();
    grant all on pg_temp."${table.name}" to public;`
}

function tableOf(table: Table): string {
  return `
    create temporary table "${table.name}" (${listOf(table)});
    grant all on pg_temp."${table.name}" to public;
    create trigger drill before insert or update or delete on pg_temp."${table.name}" for each statement execute function pg_temp.drill_note();`
}
