import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { ownerClient, pool } from '#db/client.ts'
import * as make from '#db/test/events.ts'
import { postEvents } from '#server/orders/index.ts'
import { verify } from './index.ts'

// What the database itself must refuse, tried by raw SQL as every role. Each role tries everything; the table says who is stopped
// by what. 42501 is a missing right, 23xxx a constraint, LG002 the append-only trigger.

const owner = ownerClient(2)
const database = new URL(process.env.DATABASE_URL ?? '').pathname
const superuser = postgres(inject('superuserUrl').replace(/\/[^/]*$/, database), {
  max: 2,
  onnotice: () => {},
  types: { bigint: postgres.BigInt },
})
type Role = 'superuser' | 'owner' | 'batch' | 'people'
const roles: Record<Role, Sql<{ bigint: bigint }>> = { superuser, owner, batch: pool('portal_batch'), people: pool('portal_people') }
const all = Object.keys(roles) as Role[]
let seller = 0

beforeAll(async () => {
  const marketplace = await make.newMarketplace()
  await postEvents(marketplace, [make.upserted(), make.paid(10_000n), make.released({ margin: 500n })])
  const [row] = await owner<[{ id: number }]>`select id from sellers where marketplace_id = ${marketplace}`
  seller = row.id
})

afterAll(async () => {
  expect((await verify()).breaks).toEqual([])
  await superuser.end()
  await owner.end()
})

/** Runs a statement in a transaction that is rolled back, and gives back the error code, or how many rows it changed. */
async function attempt(role: Role, statement: string): Promise<string | number> {
  let answer: string | number = 'nothing'
  await roles[role]
    .begin(async (sql) => {
      if (role === 'people') await sql`select set_config('app.seller_id', ${String(seller)}, true)`
      try {
        answer = (await sql.unsafe(statement.replaceAll(':seller', String(seller)))).count
      } catch (error) {
        answer = (error as { code: string }).code
        throw error
      }
      throw new Error('undo')
    })
    .catch(() => {})
  return answer
}

const insert = (values: string) =>
  `insert into movements (seller_id, currency, version, kind, from_bucket, to_bucket, amount, balance_after, total_after,
    occurred_at, booked_at, event) values (${values}, 0, 0, now(), now(), gen_random_uuid())`

/** What stops whom: the owners by an invariant, the application's roles already by their rights. */
const forbidden: [string, string, string][] = [
  ['a movement of nothing', insert(":seller, 'USD', 99, 1, 7, 2, 0"), '23514'],
  ['a negative movement', insert(":seller, 'USD', 99, 1, 7, 2, -5"), '23514'],
  ['a movement from a bucket to itself', insert(":seller, 'USD', 99, 2, 2, 2, 5"), '23514'],
  ['a movement between buckets that its kind does not join', insert(":seller, 'USD', 99, 1, 8, 1, 5"), '23514'],
  ['a movement of no known kind', insert(":seller, 'USD', 99, 0, 2, 1, 5"), '23514'],
  ['a bucket that is none', insert(":seller, 'USD', 99, 7, 11, 7, 5"), '23514'],
  ['two movements with one number', insert(":seller, 'USD', 1, 1, 7, 2, 5"), '23505'],
  ["a currency that isn't the book's", insert(":seller, 'EUR', 1, 1, 7, 2, 5"), '23503'],
  ['a changed movement', 'update movements set amount = amount + 1', 'LG002'],
  ['a deleted movement', 'delete from movements', 'LG002'],
  ['a deletion that meets no row', 'delete from movements where false', 'LG002'],
  ['truncated movements', 'truncate movements', 'LG002'],
  ['truncated books', 'truncate books cascade', 'LG002'],
  [
    'a merge that changes',
    'merge into movements m using books b on b.seller_id = m.seller_id when matched then update set amount = 1',
    'LG002',
  ],
  ['a deleted book', 'delete from books where seller_id = :seller', '23503'],
  ['a book of another currency', "update books set currency = 'EUR' where seller_id = :seller", '23503'],
  ['a negative available', 'update books set available = -1, marketplace = marketplace + available + 1', '23514'],
  ['a negative pending', 'update books set pending = -1, marketplace = marketplace + pending + 1', '23514'],
  ['a negative reserve', 'update books set reserve = -1, marketplace = marketplace + reserve + 1', '23514'],
  ['a negative frozen', 'update books set frozen = -1, marketplace = marketplace + frozen + 1', '23514'],
  ['a negative processing', 'update books set processing = -1, marketplace = marketplace + processing + 1', '23514'],
  ['a positive debt', 'update books set debt = 1, available = 0, marketplace = marketplace + available - 1', '23514'],
  ['debt beside available money', 'update books set debt = -1, marketplace = marketplace + 1', '23514'],
  ['money from nowhere', 'update books set available = available + 1', '23514'],
  ['a changed day', 'update book_days set available = 1', 'LG002'],
  ['a deleted event', 'delete from events', 'LG002'],
  ['a changed event', "update events set problem = 'x'", 'LG002'],
  ['a deleted refund', 'delete from refunds', 'LG002'],
  ['a changed audit line', "update audit set action = 'x'", 'LG002'],
]

describe.each(forbidden)('%s is impossible', (_what, statement, code) => {
  test.each(all)('for %s', async (role) => {
    const answer = await attempt(role, statement)
    expect(answer).toBe(role === 'superuser' || role === 'owner' ? code : '42501')
  })
})

describe('the application’s roles change no book without its movement, and no movement without its book', () => {
  test.each(['batch', 'people'] as const)('%s writes neither directly', async (role) => {
    expect(await attempt(role, 'update books set available = available + 5, marketplace = marketplace - 5')).toBe('42501')
    expect(await attempt(role, insert(":seller, 'USD', 4, 1, 7, 2, 5"))).toBe('42501')
    expect(await attempt(role, "insert into books (seller_id, currency, as_of) values (:seller, 'CNY', now())")).toBe('42501')
    expect(await attempt(role, 'alter table movements disable trigger append_only')).toBe('42501')
    expect(await attempt(role, 'set session_replication_role = replica')).toBe('42501')
  })

  test('people may not even call the posting function', async () => {
    const call = `select ledger_post('{:seller}', '{USD}', '{1}', '{7}', '{2}', '{5}', '{0}', '{00000000-0000-0000-0000-000000000000}', '{null}')`
    expect(await attempt('people', call)).toBe('42501')
    expect(await attempt('batch', call)).toBe(1)
  })

  test('a decision that is wrong does not pass the posting function: 100.00 from an available of 95.00', async () => {
    const call = `select ledger_post('{:seller}', '{USD}', '{10}', '{1}', '{5}', '{10000}', '{0}', '{00000000-0000-0000-0000-000000000000}', '{null}')`
    expect(await attempt('batch', call)).toBe('23514')
  })
})

describe('row-level security', () => {
  test('people see their seller’s rows, and none without one, in every table of a seller', async () => {
    const people = roles.people
    for (const table of ['books', 'movements', 'book_days', 'lines', 'events', 'sellers']) {
      expect(await attempt('people', `select 1 from ${table}`), table).toBeGreaterThan(0)
      expect((await people.unsafe(`select 1 from ${table}`)).length, table).toBe(0)
      await people.begin(async (sql) => {
        await sql`select set_config('app.seller_id', '999999', true)`
        expect((await sql.unsafe(`select 1 from ${table}`)).length, table).toBe(0)
      })
    }
  })

  test('is forced on every table, and no application role owns anything or bypasses it', async () => {
    const open = await owner`
      select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
        and not (relrowsecurity and relforcerowsecurity) and relname <> 'installation'`
    expect([...open]).toEqual([])
    const rights = await owner`
      select rolname from pg_roles where rolname in ('portal_people', 'portal_batch')
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb
          or exists (select from pg_class where relowner = pg_roles.oid) or exists (select from pg_proc where proowner = pg_roles.oid))`
    expect([...rights]).toEqual([])
    const loose = await owner`
      select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace
        and not coalesce(proconfig::text like '%search_path=%', false)`
    expect([...loose]).toEqual([])
  })

  test('negative control: without the policy, another seller’s rows are seen', async () => {
    await superuser
      .begin(async (sql) => {
        await sql`alter table books disable row level security`
        await sql`set local role portal_people`
        expect((await sql`select 1 from books`).length).toBeGreaterThan(0)
        throw new Error('undo')
      })
      .catch((error: Error) => expect(error.message).toBe('undo'))
  })
})

describe('what an owner does by hand is found by verify', () => {
  const breaks = async (statement: string, what: RegExp) => {
    await superuser.unsafe(statement.replaceAll(':seller', String(seller)))
    const { breaks: found } = await verify()
    expect(found.map((one) => one.what).join('; ')).toMatch(what)
  }
  const undo = async (statement: string) => {
    await superuser.unsafe(statement.replaceAll(':seller', String(seller)))
    expect((await verify()).breaks).toEqual([])
  }

  test('a book changed without a movement', async () => {
    await breaks(
      'update books set available = available + 5, marketplace = marketplace - 5 where seller_id = :seller',
      /available, marketplace/,
    )
    await undo('update books set available = available - 5, marketplace = marketplace + 5 where seller_id = :seller')
  })

  test('a movement without its book, with triggers off; and one that was changed or deleted', async () => {
    const hand = (statement: string) =>
      `alter table movements disable trigger append_only; ${statement}; alter table movements enable always trigger append_only`
    await breaks(insert(":seller, 'USD', 4, 1, 7, 2, 5"), /version/)
    await undo(hand('delete from movements where seller_id = :seller and version = 4'))
    await breaks(hand('update movements set amount = amount + 1 where seller_id = :seller and version = 1'), /pending, marketplace/)
    await undo(hand('update movements set amount = amount - 1 where seller_id = :seller and version = 1'))
    await breaks(
      hand('update movements set balance_after = balance_after + 1 where seller_id = :seller and version = 2'),
      /running balance at movement 2/,
    )
    await undo(hand('update movements set balance_after = balance_after - 1 where seller_id = :seller and version = 2'))
  })
})
