import type { Random } from '#demo/random.ts'
import type { Catalog, Column, Routine, Table } from './catalog.ts'

/** Ids and secrets that statements use, of the victim and of the attacker. */
export type Names = {
  readonly victim: { readonly user: number; readonly seller: number; readonly email: string }
  readonly thief: { readonly user: number; readonly seller: number; readonly email: string }
  /** A person without a store. */
  readonly nobody: number
  readonly uuids: readonly string[]
  /** The hash of a token that the attacker chose. */
  readonly hash: string
}

/** An SQL expression for a value that differs from the column's own; null if there is none. */
function another({ name, type, isGiven }: Column): string | null {
  if (isGiven) return null
  if (/^(integer|bigint|smallint|numeric)/.test(type)) return `"${name}" + 1`
  if (type === 'text') return `"${name}" || 'x'`
  if (type.startsWith('character')) return `'XXX'`
  if (type === 'boolean') return `not "${name}"`
  if (/^timestamp|^date/.test(type)) return `"${name}" + interval '1 day'`
  if (type === 'interval') return `"${name}" + interval '1 day'`
  if (type === 'bytea') return `sha256("${name}")`
  if (type === 'uuid') return 'gen_random_uuid()'
  if (type.startsWith('json')) return `'{"x":1}'`
  if (type === 'text[]') return `array['admin']`
  return null
}

/** Statements that change a table's rows: each column, all rows, and the victim's rows, which a policy may hide. */
export function rowStatements({ schema, name, columns }: Table, { victim }: Names): string[] {
  const table = `${schema}."${name}"`
  const whose = columns.some((column) => column.name === 'user_id')
    ? `user_id = ${victim.user}`
    : columns.some((column) => column.name === 'seller_id')
      ? `seller_id = ${victim.seller}`
      : 'true'
  const inserted = columns
    .filter((column) => !column.isGiven)
    .map((column) => `"${column.name}"`)
    .join(', ')
  return [
    ...columns.flatMap((column) => {
      const value = another(column)
      return value ? [`update ${table} set "${column.name}" = ${value}`] : []
    }),
    `delete from ${table}`,
    `delete from ${table} where ${whose}`,
    `truncate ${table} cascade`,
    `insert into ${table} (${inserted}) select ${inserted} from ${table} limit 1`,
    `merge into ${table} t using (select 1) s on true when matched then delete`,
    `with gone as (delete from ${table} returning 1) select count(*) from gone`,
  ]
}

/** Statements that alter a table, or that read or write it past its policies. */
export function structureStatements({ schema, name, columns }: Table, role: string): string[] {
  const table = `${schema}."${name}"`
  const first = columns[0]?.name ?? 'x'
  return [
    `alter table ${table} disable trigger all`,
    `alter table ${table} disable row level security`,
    `alter table ${table} no force row level security`,
    `alter table ${table} owner to ${role}`,
    `alter table ${table} add column stolen text`,
    `alter table ${table} drop column "${first}"`,
    `alter table ${table} rename to stolen`,
    `drop table ${table} cascade`,
    `create policy stolen on ${table} using (true) with check (true)`,
    `create trigger stolen before update on ${table} for each row execute function suppress_redundant_updates_trigger()`,
    `create rule stolen as on update to ${table} do instead nothing`,
    `grant all on ${table} to ${role}`,
    `grant all on ${table} to public`,
    `comment on table ${table} is 'stolen'`,
    `copy ${table} to program 'cat'`,
    `copy ${table} from program 'echo x'`,
    `copy ${table} to '/tmp/stolen'`,
    `create or replace view public.stolen as select * from ${table}`,
    `create materialized view public.stolen as select * from ${table}`,
    `create index stolen on ${table} ("${first}")`,
  ]
}

/** Statements by which a role takes on another role, creates objects, or reaches outside the database. */
export function escalations({ roles, owner }: Catalog, role: string): string[] {
  const others = [
    ...roles.filter((other) => other !== role),
    owner,
    'postgres',
    'pg_read_all_data',
    'pg_write_all_data',
    'pg_execute_server_program',
    'pg_read_server_files',
  ]
  return [
    ...others.flatMap((other) => [`set role ${other}`, `set session authorization ${other}`, `grant ${other} to ${role}`]),
    `alter role ${role} superuser`,
    `alter role ${role} bypassrls`,
    `alter role ${role} createrole`,
    `create role stolen superuser`,
    `create schema stolen`,
    `create table public.stolen (x int)`,
    `create temporary table stolen (x int)`,
    `create temporary view api_keys as select 1`,
    `create function public.stolen() returns int language sql security definer as 'select 1'`,
    `create function pg_temp.stolen() returns int language sql as 'select 1'`,
    `create extension dblink`,
    `create extension postgres_fdw`,
    `create language plpython3u`,
    `create publication stolen for all tables`,
    `create event trigger stolen on ddl_command_start execute function now()`,
    `alter system set fsync = off`,
    `set session_replication_role = replica`,
    `set row_security = off`,
    `load 'plpgsql'`,
    `select pg_read_file('postgresql.conf')`,
    `select pg_read_binary_file('PG_VERSION')`,
    `select pg_ls_dir('.')`,
    `select pg_stat_file('PG_VERSION')`,
    `select lo_import('/etc/passwd')`,
    `select lo_export(lo_creat(-1), '/tmp/stolen')`,
    `select * from pg_authid`,
    `select * from pg_user_mapping`,
    `update pg_class set relowner = relowner`,
    `delete from pg_policy`,
    `insert into pg_auth_members select * from pg_auth_members`,
    `select pg_reload_conf()`,
    `select pg_rotate_logfile()`,
    `select pg_switch_wal()`,
    `select pg_create_restore_point('stolen')`,
    `select pg_terminate_backend(pid) from pg_stat_activity where usename <> current_user`,
    `select set_config('role', '${owner}', false)`,
    `select set_config('session_authorization', '${owner}', false)`,
    `do $$ begin execute 'set local role ${owner}'; end $$`,
    `do $$ begin perform set_config('app.gate', 'sign-in', false); end $$`,
    `alter database postgres owner to ${role}`,
    `alter default privileges grant all on tables to public`,
    `reassign owned by ${owner} to ${role}`,
    `drop owned by ${owner}`,
  ]
}

/** Statements that would give the attacker access, if a mistake granted the privilege. */
export function wishes({ thief, victim, nobody, hash }: Names): string[] {
  return [
    `insert into staff (user_id, roles, marketplace_id) values (${thief.user}, array['admin'], 1)`,
    `insert into staff (user_id, roles, marketplace_id) values (${nobody}, array['admin'], 1)`,
    `insert into members (seller_id, user_id, role) values (${victim.seller}, ${thief.user}, 'owner')`,
    `update members set role = 'owner' where user_id = ${thief.user}`,
    `update members set user_id = ${thief.user}`,
    `update members set seller_id = ${victim.seller} where user_id = ${thief.user}`,
    `insert into users (email, email_confirmed_at, name, locale) values ('new@evil.example', now(), 'x', 'en')`,
    `update users set id = ${thief.user} where id = ${victim.user}`,
    `update sessions set user_id = ${victim.user}`,
    `insert into sessions (token_hash, user_id, method, second_factor, second_factor_at, idle, ends_at)
      values ('${hash}', ${victim.user}, 'password', 'totp', now(), '1 day', now() + interval '1 day')`,
    `insert into devices (token_hash, user_id) values ('${hash}', ${victim.user})`,
    `insert into links (token_hash, kind, user_id, email, ends_at) values ('${hash}', 'password', ${victim.user}, '${victim.email}', now() + interval '1 day')`,
    `insert into totp_factors (user_id, secret, last_counter) values (${victim.user}, '\\x00', 0) on conflict (user_id) do update set secret = excluded.secret`,
    `insert into passkeys (id, user_id, public_key, counter, transports, label) values ('stolen', ${victim.user}, '\\x00', 0, '{}', 'x')`,
    `insert into recovery_codes (user_id, code_hash) values (${victim.user}, '${hash}')`,
    `insert into identities (issuer, subject, user_id) values ('https://evil.example', 'x', ${victim.user})`,
    `insert into invitations (token_hash, seller_id, role, email, locale, ends_at)
      values ('${hash}', ${victim.seller}, 'owner', '${thief.email}', 'en', now() + interval '1 day')`,
    `insert into audit (actor_kind, action) values ('job', 'stolen')`,
    `insert into movements (seller_id, currency, version, kind, from_bucket, to_bucket, amount, balance_after, total_after, occurred_at, booked_at, cause)
      values (${victim.seller}, 'USD', 999, 1, 7, 2, 5, 5, 5, now(), now(), gen_random_uuid())`,
    `insert into api_keys (id, marketplace_id, token_hash, scopes, requests_per_minute) values ('stolen', 1, '${hash}', array['read'], 100)`,
    `update installation set sandbox = true`,
  ]
}

/** SQL values of a type, to use as arguments of functions. */
function values(type: string, { victim, thief, uuids, hash }: Names): string[] {
  const base = type.replace(/\[\]$/, '')
  const one = (): string[] => {
    if (/^(integer|bigint|smallint|numeric|double)/.test(base)) return [victim.user, victim.seller, thief.user, 1, 72].map(String)
    if (/^(text|character)/.test(base))
      return [victim.email, thief.email, 'owner', 'manager', 'password', 'en', 'person', String(victim.user), 'USD'].map(
        (text) => `'${text}'`,
      )
    if (base === 'bytea') return [`'${hash}'::bytea`]
    if (base === 'uuid') return uuids.map((id) => `'${id}'::uuid`)
    if (base === 'boolean') return ['true', 'false']
    if (base.startsWith('timestamp')) return ['now()']
    if (base.startsWith('json')) return [`'{}'`]
    if (base === 'interval') return [`interval '0'`]
    return ['null']
  }
  return type.endsWith('[]') ? one().map((value) => `array[${value}]::${type}`) : one().map((value) => `${value}::${type}`)
}

/** Up to `most` calls of a function, with random arguments that include the victim's ids. */
export function calls({ name, args }: Routine, names: Names, random: Random, most: number): string[] {
  const made = new Set<string>()
  for (let n = 0; n < most * 3 && made.size < most; n++)
    made.add(`select * from ${name}(${args.map((type) => random.pick(values(type, names))).join(', ')})`)
  return [...made]
}
