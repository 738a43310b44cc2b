import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { attackDatabase } from './attacks/database.ts'
import { fillDatabase } from './attacks/database-scene.ts'
import type { Names } from './attacks/statements.ts'

const url = Object.assign(new URL(inject('superuserUrl')), { pathname: new URL(process.env.DATABASE_URL ?? '').pathname })
const superuser = postgres(url.href, { max: 1, onnotice: () => {} })
const owner = ownerClient()
let names: Names

beforeAll(async () => {
  names = await fillDatabase(owner)
})

afterAll(() => Promise.all([owner.end({ timeout: 5 }), superuser.end({ timeout: 5 })]))

/** Attacks the database with a share of the statements on rows and tables; gives each breach as a line of text. */
async function attack(share: number): Promise<{ cases: number; roles: readonly string[]; breaches: string[] }> {
  const { cases, roles, breaches } = await attackDatabase(superuser, names, { calls: 6, share, seed: 'small' })
  return {
    cases,
    roles,
    breaches: breaches.map(({ role, context, statement, changed }) => `${role} as ${context}: ${statement} → ${changed.join(', ')}`),
  }
}

describe('every role of the portal by raw SQL', { timeout: 600_000 }, () => {
  test('can’t read or change foreign rows, nor become another role', async () => {
    const { cases, roles, breaches } = await attack(0.25)
    expect(roles).toEqual(expect.arrayContaining(['portal_batch', 'portal_gate', 'portal_people', 'portal_queue']))
    expect(cases).toBeGreaterThan(3000)
    expect(breaches).toEqual([])
  })

  test('every table of a person or a store has a row to lose', async () => {
    const tables = await owner<{ name: string }[]>`
      select relname as name from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r'
        and exists (select from pg_attribute a where a.attrelid = c.oid and attname in ('user_id', 'seller_id'))`
    const empty: string[] = []
    for (const { name } of tables) if ((await superuser.unsafe(`select 1 from "${name}" limit 1`)).length === 0) empty.push(name)
    expect(empty, 'Give the victim and the thief one each: attacks/database-scene.ts').toEqual([])
  })
})

describe('negative control', { timeout: 600_000 }, () => {
  /** Planted mistakes: the SQL that plants each, the SQL that undoes it, and the breach that must be found. */
  const plants: readonly { name: string; plant: string; undo: string; found: RegExp }[] = [
    {
      name: 'a right too many',
      plant: 'grant insert on staff to portal_people; create policy planted on staff for insert to portal_people with check (true)',
      undo: 'drop policy planted on staff; revoke insert on staff from portal_people',
      found: /^portal_people as nobody: insert into staff .* → public\.staff$/m,
    },
    {
      name: 'a policy that lets another store’s rows through',
      plant: 'create policy planted on books for select to portal_people using (true)',
      undo: 'drop policy planted on books',
      found: /^portal_people as thief: select 1 from public\."books" .* rows seen$/m,
    },
    {
      name: 'a function that does more than it should',
      plant: `create function planted(person integer) returns void language sql security definer set search_path = pg_catalog, public, pg_temp
        as $$ update public.users set password_hash = 'y' where id = person $$`,
      undo: 'drop function planted(integer)',
      found: /^portal_gate as nobody: select \* from public\.planted.* → public\.users$/m,
    },
    {
      name: 'a function that meets a look-alike as the owner',
      plant: `create function planted(hash bytea) returns text language sql security definer set search_path = public
        as $$ select k.id from api_keys k where k.token_hash = hash $$`,
      undo: 'drop function planted(bytea)',
      found: /^portal_gate as look-alikes: select \* from public\.planted.* → ran as portal_owner$/m,
    },
  ]
  let breaches = ''

  beforeAll(async () => {
    for (const { plant } of plants) await owner.unsafe(plant)
    breaches = (await attack(0.02)).breaches.join('\n')
    for (const { undo } of plants) await owner.unsafe(undo)
  }, 600_000)

  test.each(plants)('$name is found', ({ found }) => {
    expect(breaches).toMatch(found)
  })
})
