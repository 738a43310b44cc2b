import type { Sql } from 'postgres'

/** `isGiven`: Postgres generates its values. */
export type Column = { readonly name: string; readonly type: string; readonly isGiven: boolean }
export type Table = { readonly schema: string; readonly name: string; readonly owner: string; readonly columns: readonly Column[] }
export type Routine = { readonly name: string; readonly args: readonly string[] }
export type Catalog = { readonly roles: readonly string[]; readonly tables: readonly Table[]; readonly owner: string }

/** The portal's login roles except the owner, the owner's name, and all tables except those of Postgres and the drill. */
export async function readCatalog(superuser: Sql): Promise<Catalog> {
  const [{ owner }] = await superuser<[{ owner: string }]>`
    select relowner::regrole::text as owner from pg_class where oid = 'public.audit'::regclass`
  const roles = await superuser<{ name: string }[]>`
    select rolname as name from pg_roles where rolname like 'portal\\_%' and rolname <> ${owner} and rolcanlogin order by 1`
  const tables = await superuser<Table[]>`
    select n.nspname as schema, c.relname as name, c.relowner::regrole::text as owner, json_agg(json_build_object('name', a.attname,
      'type', format_type(a.atttypid, a.atttypmod), 'isGiven', a.attgenerated <> '' or a.attidentity <> '') order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'drill')
    group by 1, 2, 3 order by 1, 2`
  return { owner, roles: roles.map((row) => row.name), tables }
}

/** Functions that a role may call, without those of Postgres. */
export function routinesOf(superuser: Sql, role: string): Promise<Routine[]> {
  return superuser<Routine[]>`
    select format('%I.%I', n.nspname, p.proname) as name, array(select format_type(t, null) from unnest(p.proargtypes) t) as args
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and p.prokind = 'f' and p.prorettype <> 'trigger'::regtype
      and has_function_privilege(${role}, p.oid, 'execute') and has_schema_privilege(${role}, n.oid, 'usage')
    order by 1`
}

const ours = `(select oid from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'drill'))`
const listed = (what: string, format: string, from: string, where = 'true') =>
  `select '${what}' as what, md5(coalesce(string_agg(format(${format}), ',' order by format(${format})), '')) as hash from ${from} where ${where}`

/** Queries for hashes of the database's structure: owners, privileges, policies, triggers and the like. */
const structure = [
  listed(
    'relations',
    `'%s %s %s %s %s', oid, relowner, relacl, relrowsecurity, relforcerowsecurity`,
    'pg_class',
    `relnamespace in ${ours}`,
  ),
  listed(
    'columns',
    `'%s %s %s', attrelid, attname, attacl`,
    'pg_attribute',
    `attrelid in (select oid from pg_class where relnamespace in ${ours})`,
  ),
  listed('functions', `'%s %s %s %s', oid, proowner, proacl, md5(prosrc)`, 'pg_proc', `pronamespace in ${ours}`),
  listed('policies', `'%s %s %s', polname, polrelid, polroles`, 'pg_policy'),
  listed(
    'triggers',
    `'%s %s %s', tgname, tgrelid, tgenabled`,
    'pg_trigger',
    `tgrelid in (select oid from pg_class where relnamespace in ${ours})`,
  ),
  listed(
    'rules',
    `'%s %s %s', rulename, ev_class, ev_enabled`,
    'pg_rewrite',
    `ev_class in (select oid from pg_class where relnamespace in ${ours})`,
  ),
  listed('schemas', `'%s %s %s', nspname, nspowner, nspacl`, 'pg_namespace', `nspname !~ '^pg_(temp|toast)'`),
  listed('roles', `'%s %s %s %s %s', rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls`, 'pg_roles'),
  listed('members', `'%s %s', roleid, member`, 'pg_auth_members'),
  listed('extensions', `'%s', extname`, 'pg_extension'),
]

/** For a table (`public.users`), the condition of the rows that may change. */
export type Own = Readonly<Record<string, string>>

/** The query for hashes of everything that a role may not change: all rows of each table except its own, and the structure. */
export function protectedQuery(tables: readonly Table[], own: Own): string {
  const rows = tables.map(({ schema, name }) => {
    const what = `${schema}.${name}`
    const but = own[what] ? `where (${own[what]}) is not true` : ''
    return `select '${what}' as what, coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as hash from ${schema}."${name}" t ${but}`
  })
  return [...rows, ...structure].join(' union all ')
}
