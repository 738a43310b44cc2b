import postgres from 'postgres'
import { roleUrl } from '#db/client.ts'
import { currentKey } from '#server/platform/crypto.ts'
import { currentPrefix } from '#server/platform/seal.ts'
import { type SealedColumn, sealedColumns } from '#server/platform/sealed-places.ts'
import type { Tx } from '#server/platform/tx.ts'

export type SealedRow = {
  readonly key: readonly string[]
  readonly place: string
  readonly sealed: { readonly value: Buffer; next?: Buffer }
}

/** Rows whose value is sealed under another key than the prefix's, in the order of their key. Names are the registry's, never a caller's. */
export async function selectUnderOtherKeys(
  tx: Tx,
  { table, column, key, also, where, place }: SealedColumn,
  { prefix, after, limit }: { prefix: Buffer; after: readonly string[] | null; limit: number },
): Promise<SealedRow[]> {
  const names = [...key, ...(also ? [also] : [])].map((name) => `${name}::text as ${name}`)
  const types = await keyTypes(tx, table, key)
  const beyond = after ? `and (${key.join(', ')}) > (${types.map((type, n) => `$${n + 3}::text::${type}`).join(', ')})` : ''
  const rows = await tx.sql.unsafe<({ value: Buffer } & Record<string, string>)[]>(
    `select ${names.join(', ')}, ${column} as value from ${table}
    where ${column} is not null and substring(${column} from 1 for ${prefix.length}) <> $1 ${where ? `and ${where}` : ''} ${beyond}
    order by ${key.join(', ')} limit $2`,
    [prefix, limit, ...(after ?? [])],
  )
  return rows.map(({ value, ...row }) => ({ key: key.map((name) => row[name] ?? ''), place: place(row), sealed: { value } }))
}

/** Writes values that were sealed anew, where nobody has written another one meanwhile; gives how many. */
export async function updateSealed(tx: Tx, { table, column, key }: SealedColumn, rows: readonly SealedRow[]): Promise<number> {
  if (rows.length === 0) return 0
  const types = await keyTypes(tx, table, key)
  const hex = (value: Buffer) => value.toString('hex')
  const keys = key.map((name, n) => `t.${name} = v.k${n}::${types[n]}`)
  const { count } = await tx.sql.unsafe(
    `update ${table} as t set ${column} = decode(v.next, 'hex')
    from unnest($1::text[], $2::text[], ${key.map((_, n) => `$${n + 3}::text[]`).join(', ')})
      as v (next, value, ${key.map((_, n) => `k${n}`).join(', ')})
    where ${keys.join(' and ')} and t.${column} = decode(v.value, 'hex')`,
    [
      rows.map(({ sealed }) => hex(sealed.next ?? sealed.value)),
      rows.map(({ sealed }) => hex(sealed.value)),
      ...key.map((_, n) => rows.map((row) => row.key[n] ?? '')),
    ],
  )
  return count
}

async function keyTypes(tx: Tx, table: string, key: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ name: string; type: string }[]>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = ${table}::regclass and attnum > 0`
  return key.map((name) => rows.find((row) => row.name === name)?.type ?? 'text')
}

/** How much is under another key than the current one, in the tables. */
export async function countUnderOtherKeys(
  tx: Tx,
): Promise<{ sealed: number; undos: number; passwords: number; recoveryCodes: number; apiKeys: number }> {
  const prefix = currentPrefix()
  let sealed = 0
  for (const { table, column, where } of sealedColumns) {
    const [row] = await tx.sql.unsafe<[{ count: number }]>(
      `select count(*)::int as count from ${table}
      where ${column} is not null and substring(${column} from 1 for ${prefix.length}) <> $1 ${where ? `and ${where}` : ''}`,
      [prefix],
    )
    sealed += row.count
  }
  const { id } = currentKey('password')
  const [others] = await tx.sql<[{ undos: number; passwords: number; recoveryCodes: number; apiKeys: number }]>`
    select (select count(*)::int from links
        where kind = 'undo' and used_at is null and ends_at > clock_timestamp() and was -> 'totp' ->> 'secret' is not null
          and substring(decode(was -> 'totp' ->> 'secret', 'base64') from 1 for ${prefix.length}) <> ${prefix}) as undos,
      (select count(*)::int from users where password_hash is not null and password_hash not like ${`${id.toString('hex')}$%`}) as passwords,
      (select count(distinct user_id)::int from recovery_codes
        where used_at is null and (octet_length(code_hash) = 32 or substring(code_hash from 1 for ${id.length}) <> ${id})) as "recoveryCodes",
      (select count(*)::int from api_keys where revoked_at is null and check_key is distinct from ${id}) as "apiKeys"`
  return { sealed, ...others }
}

/** Jobs that wait with a payload under another key than the current one, asked as the role that owns the queue. */
export async function countQueued(): Promise<number> {
  const sql = postgres(roleUrl('portal_queue'), { max: 1, onnotice: () => {} })
  try {
    const [row] = await sql<[{ count: number }]>`
      select count(*)::int as count from graphile_worker._private_jobs
      where payload ->> 'sealed' is not null and payload ->> 'key' <> ${currentKey('seal').id.toString('hex')} and attempts < max_attempts`
    return row.count
  } finally {
    await sql.end({ timeout: 5 })
  }
}
