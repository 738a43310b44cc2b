import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pool } from '#db/client.ts'
import { type AppRole, appRoles } from '#db/settings.ts'
import * as make from '#db/test/events.ts'
import { closePeople, join, type Made, makeStore, makeUser, owner, signedIn } from '#db/test/people.ts'
import { superuserClient } from '#db/test/superuser.ts'
import { postEvents } from '#server/orders/index.ts'
import { randomToken, tokenHash } from './crypto.ts'

// What each role of the application can do to the database, tried and read from the catalog: the rights must be those of a closed list.

const superuser = superuserClient(2)

afterAll(async () => {
  await superuser.end()
  await closePeople()
})

/** Runs statements in one transaction of a role, which is rolled back; gives the rows of the last one, or the error's code. */
async function attempt(role: AppRole, statements: readonly string[], settings: Record<string, string | number> = {}) {
  let answer: unknown
  await pool(role)
    .begin(async (sql) => {
      for (const [name, value] of Object.entries(settings)) await sql`select set_config(${name}, ${String(value)}, true)`
      for (const statement of statements) {
        try {
          answer = [...(await sql.unsafe(statement))]
        } catch (error) {
          answer = (error as { code: string }).code
          throw error
        }
      }
      throw new Error('undo')
    })
    .catch(() => {})
  return answer
}

describe('no role becomes the owner by a function of ours', () => {
  /** A view that stands for the table which api_key() reads, and says as whom it was read. */
  const lookAlike = [
    'create function pg_temp.whoami() returns text language sql volatile as $$ select current_user::text $$',
    `create temporary view api_keys as select pg_temp.whoami() as id, 1 as marketplace_id, array['read'] as scopes, 1 as requests_per_minute,
      '\\x00'::bytea as token_hash, null::timestamptz as revoked_at`,
    'grant select on api_keys to public',
  ]
  const ask = (name: string) => `select id from public.${name}('\\x00')`
  const withTemporary = async <T>(fn: () => Promise<T>): Promise<T> => {
    const [{ name }] = await superuser<[{ name: string }]>`select quote_ident(current_database()) as name`
    await superuser.unsafe(`grant temporary on database ${name} to public`)
    try {
      return await fn()
    } finally {
      await superuser.unsafe(`revoke temporary on database ${name} from public`)
    }
  }

  test.each(appRoles)('%s makes no temporary look-alike', async (role) => {
    expect(await attempt(role, lookAlike)).toBe('42501')
    expect(await attempt(role, ['create table public.x ()'])).toBe('42501')
    expect(await attempt(role, ['create schema x'])).toBe('42501')
  })

  test('and if it could, the function would read the real table', async () => {
    await withTemporary(async () => expect(await attempt('portal_gate', [...lookAlike, ask('api_key')])).toEqual([]))
  })

  test('negative control: with the search path that looks there first, the look-alike runs as the owner', async () => {
    const body = 'select k.id from api_keys k where k.token_hash = hash'
    await owner().unsafe(`create function loose(hash bytea) returns table (id text) language sql security definer set search_path = public
      as $$ ${body} $$; grant execute on function loose(bytea) to portal_gate`)
    try {
      expect(await withTemporary(() => attempt('portal_gate', [...lookAlike, ask('loose')]))).toEqual([{ id: 'portal_owner' }])
      expect(await looseFunctions()).toEqual(['loose(bytea)'])
    } finally {
      await owner()`drop function loose(bytea)`
    }
  })

  /** Functions of ours whose search path isn't the one, or that PUBLIC may call. */
  const looseFunctions = async () => {
    const rows = await owner()<{ name: string }[]>`
      select p.oid::regprocedure::text as name from pg_proc p
      where p.pronamespace = 'public'::regnamespace
        and ('search_path=pg_catalog, public, pg_temp' <> all(coalesce(p.proconfig, array['none']))
          or exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0))`
    return rows.map((row) => row.name)
  }

  test('every function looks in pg_catalog, public, pg_temp in this order, and PUBLIC may call none', async () => {
    const how = 'Give it `set search_path = pg_catalog, public, pg_temp`, and `revoke all on function … from public`.'
    expect(await looseFunctions(), how).toEqual([])
  })

  test('PUBLIC may make nothing in the database, nor in the schema', async () => {
    const [row] = await owner()`
      select has_database_privilege('public', current_database(), 'temporary') as temporary,
        has_database_privilege('public', current_database(), 'create') as database,
        has_schema_privilege('public', 'public', 'create') as schema`
    expect(row).toEqual({ temporary: false, database: false, schema: false })
  })
})

describe('the rights of every role', () => {
  const list = new URL('../../db/test/rights.txt', import.meta.url)

  /** `role right object`, a line each; columns in brackets where the right is to some of them only. */
  const granted = async () => {
    const rows = await owner()<{ line: string }[]>`
      with named (role) as (select rolname from pg_roles where rolname in ('portal_people', 'portal_batch', 'portal_gate', 'portal_read', 'portal_staff')),
      tables as (select oid, relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f', 'S'))
      select concat_ws(' ', role, lower(a.privilege_type), tables.relname) as line
        from named, tables, pg_class c, aclexplode(c.relacl) a where c.oid = tables.oid and a.grantee in (0, role::regrole)
      union all
      select concat_ws(' ', role, lower(a.privilege_type), format('%s (%s)', relname, string_agg(attname, ', ' order by attname)))
        from named, tables, pg_attribute t, aclexplode(t.attacl) a
        where t.attrelid = tables.oid and a.grantee in (0, role::regrole) group by role, a.privilege_type, relname
      union all
      select concat_ws(' ', role, 'execute', p.oid::regprocedure::text)
        from named, pg_proc p where p.pronamespace in ('public'::regnamespace, 'jobs'::regnamespace)
        and has_function_privilege(role::regrole, p.oid, 'execute')
      union all
      select concat_ws(' ', role, 'member of', g.rolname) from named join pg_auth_members m on m.member = role::regrole join pg_roles g on g.oid = m.roleid
      union all
      select concat_ws(' ', role, 'usage', nspname) from named, pg_namespace where has_schema_privilege(role::regrole, oid, 'usage')
        and nspname not in ('pg_catalog', 'information_schema')
      order by 1`
    return rows.map((row) => row.line)
  }

  test('are those of db/test/rights.txt, no more and no fewer', async () => {
    const [now, listed] = [await granted(), readFileSync(list, 'utf8').split('\n').filter(Boolean)]
    const how =
      'Is each of these meant, and as narrow as can be? Rights to who belongs where (members, staff, users) are functions only. ' +
      'A new function may be called by everybody until its migration revokes that from PUBLIC. Then write the line into db/test/rights.txt, in order.'
    expect(
      now.filter((line) => !listed.includes(line)),
      how,
    ).toEqual([])
    expect(
      listed.filter((line) => !now.includes(line)),
      'These were taken away: remove them from db/test/rights.txt.',
    ).toEqual([])
  })

  test('negative control: a right more is found', async () => {
    await owner()`grant insert on staff to portal_people`
    expect(await granted()).toContain('portal_people insert staff')
    await owner()`revoke insert on staff from portal_people`
    expect(await granted()).not.toContain('portal_people insert staff')
  })

  test('and no role owns, inherits or bypasses anything', async () => {
    const rows = await owner()`
      select rolname from pg_roles where rolname like 'portal\_%' and rolname not in ('portal_owner', 'portal_queue')
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolinherit
          or exists (select from pg_class where relowner = pg_roles.oid) or exists (select from pg_proc where proowner = pg_roles.oid))`
    expect([...rows]).toEqual([])
  })
})

describe('one seller’s row hangs on no other’s', () => {
  /** Foreign keys between tables that both have a seller, which do not name it. */
  const loose = async () => {
    const rows = await owner()<{ line: string }[]>`
      select format('%s.%s → %s', k.conrelid::regclass, k.conname, k.confrelid::regclass) as line
      from pg_constraint k
        join pg_attribute child on child.attrelid = k.conrelid and child.attname = 'seller_id' and not child.attisdropped
        join pg_attribute parent on parent.attrelid = k.confrelid and parent.attname = 'seller_id' and not parent.attisdropped
      where k.contype = 'f' and not (child.attnum = any (k.conkey) and parent.attnum = any (k.confkey))
      order by 1`
    return rows.map((row) => row.line)
  }

  test('a foreign key between tables of sellers has the seller in it', async () => {
    const how = 'Refer to (seller_id, …): the other table has, or gets, a unique key that begins with it.'
    expect(await loose(), how).toEqual([])
    const [count] = await owner()`select count(*)::int as n from pg_constraint where contype = 'f' and cardinality(conkey) > 1`
    expect(count?.n).toBeGreaterThan(5)
  })

  test('negative control: one without it is found', async () => {
    await owner()`create table planted (seller_id integer not null, line uuid references lines (key))`
    expect(await loose()).toEqual(['planted.planted_line_fkey → lines'])
    await owner()`drop table planted`
  })

  test('a request on another seller’s line is refused by the database', async () => {
    const [mine, theirs] = [await makeStore(), await makeStore()]
    const key = '00000000-0000-4000-8000-00000000000a'
    await owner()`
      insert into lines (key, seller_id, currency, gross, net, pending, frozen, reserve, refunded, paid_at, order_id, line_id)
      values (${key}, ${theirs}, 'USD', 1, 1, 0, 0, 0, 0, now(), 'o', 'l')`
    const person = await makeUser()
    const ask = `insert into release_requests (seller_id, line, asked_by, asked_name, note) values (${mine}, '${key}', ${person.id}, 'x', '') returning 1`
    expect(await attempt('portal_people', [ask], { 'app.seller_id': mine })).toBe('23503')
    await owner()`delete from lines where key = ${key}`
  })
})

describe('what a marketplace’s backend reads', () => {
  test('is its own: of no other marketplace a row, and without one none, in every table that the role may read', async () => {
    const [mine, theirs] = [await make.newMarketplace(), await make.newMarketplace()]
    for (const marketplace of [mine, theirs])
      await postEvents(marketplace, [
        make.upserted(),
        make.paid(10_000n),
        make.released(),
        make.refunded(100n),
        make.shipped({ order: 'waits' }),
        make.paid(5n, { order: 'kept' }),
        make.held({ order: 'kept' }),
      ])
    const tables = await owner()<{ name: string }[]>`
      select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and has_table_privilege('portal_read', c.oid, 'select') and c.relname not in ('installation', 'policies')`
    expect(tables.length).toBeGreaterThan(8)
    const count = async (name: string, settings: Record<string, string | number>) =>
      (await attempt('portal_read', [`select 1 from ${name}`], settings)) as unknown[]
    const whole = async (name: string) => (await owner().unsafe(`select 1 from ${name}`)).length
    for (const { name } of tables) {
      const [own, other] = [await count(name, { 'app.marketplace_id': mine }), await count(name, { 'app.marketplace_id': theirs })]
      expect(own.length, name).toBeLessThan(await whole(name))
      expect(own.length, name).toBe(other.length)
      expect(await count(name, {}), name).toEqual([])
      expect(await count(name, { 'app.marketplace_id': 999_999 }), name).toEqual([])
    }
    expect((await count('movements', { 'app.marketplace_id': mine })).length).toBeGreaterThan(0)
  })

  test('negative control: without its policy it would be everybody’s', async () => {
    await superuser
      .begin(async (sql) => {
        await sql`alter table movements disable row level security`
        await sql`set local role portal_read`
        expect((await sql`select distinct seller_id from movements`).length).toBeGreaterThan(1)
        throw new Error('undo')
      })
      .catch((error: Error) => expect(error.message).toBe('undo'))
  })
})

describe('nobody makes themselves staff or owner, or anybody else’s password theirs, by raw SQL', () => {
  let victim: Made
  let thief: Made
  let store = 0
  const token = randomToken()
  const hash = `'\\x${tokenHash(token).toString('hex')}'`

  beforeAll(async () => {
    ;[victim, thief] = [await makeUser(), await makeUser()]
    store = await makeStore()
    await join(store, victim)
    await signedIn(victim)
    await owner()`
      insert into invitations (token_hash, seller_id, role, email, locale, ends_at)
      values (${tokenHash(token)}, ${store}, 'viewer', 'guest@example.com', 'en', now() + interval '1 day')`
  })

  const statements = (): string[] => [
    `insert into staff (user_id, roles) values (${thief.id}, array['admin'])`,
    `update staff set roles = array['admin']`,
    `insert into members (seller_id, user_id, role) values (${store}, ${thief.id}, 'owner')`,
    `update members set role = 'owner'`,
    `insert into users (email, name, locale) values ('new@example.com', 'x', 'en')`,
    `update users set demo = true`,
    `insert into invitations (token_hash, seller_id, role, email, locale, ends_at) values ('\\x${'0'.repeat(64)}', ${store}, 'owner', 'x@example.com', 'en', now())`,
    `update invitations set token_hash = '\\x${'0'.repeat(64)}'`,
    `update invitations set email = 'x@example.com'`,
    `select token_hash from invitations`,
    `select token_hash from sessions`,
    `update sessions set user_id = ${thief.id}`,
    `insert into audit (actor_kind, action) values ('job', 'x')`,
    `select public.enter_by_invitation(i, ${thief.id}) from public.invitations i`,
    `create role thief`,
    `set session authorization portal_owner`,
    `set role portal_people`,
  ]
  const scopes = (): Record<string, string | number>[] => [
    {},
    { 'app.gate': 'sign-in' },
    { 'app.user_id': thief.id, 'app.actor_id': thief.id, 'app.seller_id': store },
    { 'app.user_id': victim.id, 'app.actor_id': victim.id, 'app.seller_id': store, 'app.job': 'x' },
  ]

  test.each(appRoles)('%s', async (role) => {
    for (const settings of scopes()) {
      for (const statement of statements()) {
        if (role === 'portal_people' && statement === 'set role portal_people') continue
        expect(await attempt(role, [statement], settings), `${JSON.stringify(settings)} ${statement}`).toBe('42501')
      }
    }
  })

  test('the password of somebody else is neither read nor written', async () => {
    for (const settings of scopes().slice(0, 3)) {
      expect(await attempt('portal_people', [`select from users where id <> ${thief.id}`], settings)).toEqual([])
      expect(
        await attempt('portal_people', [`update users set password_hash = 'x' where id <> ${thief.id} returning 1`], settings),
      ).toEqual([])
    }
    expect(await attempt('portal_batch', ['select password_hash from users'])).toBe('42501')
    expect(await attempt('portal_gate', ['select password_hash from users'])).toBe('42501')
  })

  test('an invitation is taken up by its token and the address that it went to, and by nothing else', async () => {
    const join = `select join_by_invitation(${hash}) as made`
    expect(await attempt('portal_people', [join], { 'app.user_id': thief.id })).toEqual([{ made: { another: true } }])
    expect(await attempt('portal_people', [join])).toEqual([{ made: { another: true } }])
    expect(await attempt('portal_gate', [`select gate_accept_invitation('\\x00', 'x', 'x', true, 'en') as made`])).toEqual([{ made: null }])
  })

  test('the store’s team is changed by its owner alone, and an owner is nobody’s to invite', async () => {
    const invite = (role: string) =>
      `select invite_member('x@example.com', '${role}', 'en', '\\x${'0'.repeat(64)}', 14) ->> 'refused' as refused`
    const at = (person: Made) => ({ 'app.seller_id': store, 'app.actor_id': person.id })
    expect(await attempt('portal_people', [invite('viewer')], at(thief))).toEqual([{ refused: 'not_allowed' }])
    expect(await attempt('portal_people', [invite('viewer')], { 'app.seller_id': store })).toEqual([{ refused: 'not_allowed' }])
    expect(await attempt('portal_people', [invite('owner')], at(victim))).toEqual([{ refused: 'not_allowed' }])
    expect(await attempt('portal_people', [invite('viewer')], at(victim))).toEqual([{ refused: null }])
  })

  test('a job invites nobody but the address that a store without people named', async () => {
    const [free] = [await makeStore({ email: 'own@example.com' })]
    const invite = (seller: number, address: string) =>
      `select invite_seller(${seller}, '${address}', 'en', '\\x${'0'.repeat(64)}', 14) ->> 'role' as role`
    expect(await attempt('portal_batch', [invite(store, 'x@example.com')])).toEqual([{ role: null }])
    expect(await attempt('portal_batch', [invite(free, 'x@example.com')])).toEqual([{ role: null }])
    expect(await attempt('portal_batch', [invite(free, 'own@example.com')])).toEqual([{ role: 'owner' }])
  })

  test('a line of the audit trail is the one’s who acts, at the database’s time', async () => {
    const line = (kind: string, id: string | null) =>
      `select write_audit('${kind}', ${id === null ? 'null' : `'${id}'`}, 'x.tried', null, '{}', null, null)`
    const said = [{ write_audit: '' }]
    const as = { 'app.user_id': thief.id }
    expect(await attempt('portal_people', [line('person', String(thief.id))], as)).toEqual(said)
    expect(await attempt('portal_people', [line('person', String(victim.id))], as)).toBe('LG020')
    expect(await attempt('portal_people', [line('person', String(victim.id))])).toBe('LG020')
    expect(await attempt('portal_people', [line('job', 'admin')], { ...as, 'app.job': 'admin' })).toBe('LG020')
    expect(await attempt('portal_batch', [line('job', 'sweep')], { 'app.job': 'sweep' })).toEqual(said)
    expect(await attempt('portal_batch', [line('person', String(victim.id))], { 'app.user_id': victim.id })).toBe('LG020')
    expect(await attempt('portal_gate', [line('staff', String(victim.id))], { 'app.user_id': victim.id })).toBe('LG020')
    expect(await attempt('portal_gate', [line('nobody', null)])).toEqual(said)
  })
})
