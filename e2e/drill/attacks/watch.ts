import type { ReservedSql, Sql } from 'postgres'
import { type Own, protectedQuery, type Table } from './catalog.ts'
import type { May } from './may-change.ts'

type State = Readonly<Record<string, string>>

/** A statement's result: null if it was refused, else the names of what it changed against the rules. */
export type Tried = readonly string[] | null

/**
 * Functions in the drill's own schema. `attempt` runs each statement as its caller, compares the database with the state before, and
 * rolls the statement back, so that the next one meets the same state.
 */
const functions = `
  drop schema if exists drill cascade;
  create schema drill;
  grant usage on schema drill to public;
  create table drill.known (what text not null, row_hash text not null);
  create function drill.attempt(statements text[], look text, before jsonb) returns jsonb language plpgsql volatile as
    $$
    declare
      statement text;
      after jsonb;
      outcomes jsonb := '[]';
      is_done boolean;
      touched bigint;
    begin
      foreach statement in array statements loop
        is_done := false;
        begin
          execute statement;
          get diagnostics touched = row_count;
          is_done := true;
          -- Most find no row that they may see; looking at everything takes longer than the rest together.
          if touched = 0 and statement ~ '^(update|delete|insert|merge)' then after := before;
          else execute look into after;
          end if;
          raise exception using errcode = 'DR000';
        exception when others then
          outcomes := outcomes || case
            when not is_done then 'null'
            when sqlstate <> 'DR000' then jsonb_build_array('"cannot be looked at any more"'::jsonb)
            when after = before then '[[]]'
            else jsonb_build_array((select jsonb_agg(a.key) from jsonb_each(after) a where before -> a.key is distinct from a.value)) end;
        end;
      end loop;
      return outcomes;
    end $$;
  create function drill.observe(statements text[]) returns void language plpgsql volatile as
    $$
    declare statement text;
    begin
      foreach statement in array statements loop
        begin
          raise notice 'drill: %', statement;
          execute statement;
          raise exception using errcode = 'DR000';
        exception when others then null;
        end;
      end loop;
    end $$`

/** Hashes the database's protected state, and finds which of it a statement would change. */
export class Watch {
  #states = 0

  private constructor(
    private readonly superuser: Sql,
    private readonly tables: readonly Table[],
  ) {}

  static async begin(superuser: Sql, tables: readonly Table[]): Promise<Watch> {
    await superuser.unsafe(functions)
    for (const { schema, name } of tables)
      await superuser.unsafe(`insert into drill.known select '${schema}.${name}', md5(t::text) from ${schema}."${name}" t`)
    return new Watch(superuser, tables)
  }

  /** Creates a function that hashes everything except what a role may change. @returns its name */
  async prepare(may: May): Promise<string> {
    const own: Own = Object.fromEntries(
      this.tables.flatMap(({ schema, name }) => {
        const rule = may[schema === 'public' ? name : schema]
        if (rule === undefined) return []
        const what = `${schema}.${name}`
        if (rule === 'all') return [[what, 'true']]
        return [[what, rule === 'new' ? `md5(t::text) not in (select row_hash from drill.known where what = '${what}')` : rule]]
      }),
    )
    const look = `drill.state_${++this.#states}`
    // Security definer: as the superuser it sees every row. In PL/pgSQL its plan is made once per connection.
    await this.superuser.unsafe(`
      create function ${look}() returns jsonb language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as
        $state$ begin return (select jsonb_object_agg(what, hash) from (${protectedQuery(this.tables, own)}) all_of_it); end $state$`)
    return look
  }

  /** The current hashes, as a function of prepare() gives them. */
  async state(look: string): Promise<State> {
    const [row] = await this.superuser.unsafe<[{ state: State }]>(`select ${look}() as state`)
    return row.state
  }

  /** Runs each statement on its own in the transaction of `sql`. @returns their results, in order */
  async attempt(sql: ReservedSql, statements: readonly string[], look: string): Promise<Tried[]> {
    const before = await this.state(look)
    const [row] = await sql<[{ tried: Tried[] }]>`
      select drill.attempt(${[...statements]}, ${`select ${look}()`}, ${sql.json(before)}) as tried`
    return row.tried
  }

  async end(): Promise<void> {
    await this.superuser`drop schema drill cascade`
  }
}

/** The names of the hashes that differ. */
export function differences(before: State, after: State): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((what) => before[what] !== after[what])
}
