import type { ReservedSql } from 'postgres'
import type { Table } from './catalog.ts'

/**
 * Creates a look-alike of every table in the role's temporary schema, which reports the role that reads or writes it; then runs each
 * statement and rolls it back.
 * @param how `views` report readers, `tables` report writers
 * @param notices receives the connection's notices, which a rollback does not remove
 * @returns the roles that used a look-alike, with the statement
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

/** A view whose only row comes from a function, so that each read calls it. */
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
