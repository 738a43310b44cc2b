import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownerClient, pool } from '#db/client.ts'
import { appRoles } from '#db/settings.ts'
import * as make from '#db/test/events.ts'
import { superuserClient } from '#db/test/superuser.ts'
import { sellerIdOf } from '#db/test/sellers.ts'
import { postEvents } from '#server/orders/index.ts'
import { verify } from './index.ts'

// What the database itself must refuse, tried by raw SQL as every role. Each role tries everything; the table says who is stopped
// by what. 42501 is a missing right, 23xxx a constraint, LG002 the append-only trigger.

const owner = ownerClient(2)
const superuser = superuserClient(2)
type Role = 'superuser' | 'owner' | 'batch' | 'people'
const roles: Record<Role, Sql<{ bigint: bigint }>> = { superuser, owner, batch: pool('portal_batch'), people: pool('portal_people') }
const all = Object.keys(roles) as Role[]
let seller = 0

beforeAll(async () => {
  const marketplace = await make.newMarketplace()
  await postEvents(marketplace, [make.upserted(), make.paid(10_000n), make.released({ margin: 500n })])
  seller = await sellerIdOf(marketplace)
})

afterAll(async () => {
  expect((await verify()).breaks).toEqual([])
  await superuser.end()
  await owner.end()
})

/** Runs statements in a transaction that is rolled back, and gives back the error code, or how many rows the last one changed, if it says so. */
async function attempt(role: Role, statements: string): Promise<string | number | null> {
  let answer: string | number | null = 'nothing'
  await roles[role]
    .begin(async (sql) => {
      if (role === 'people') await sql`select set_config('app.seller_id', ${String(seller)}, true)`
      try {
        const results = await sql.unsafe(statements.replaceAll(':seller', String(seller)))
        answer = (results.at(-1)?.count ?? results.count) as number | null
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
    occurred_at, booked_at, cause) values (${values}, 0, 0, now(), now(), gen_random_uuid())`

const event = (id: string) =>
  `insert into events (occurred_at, booked_at, seller_id, type, key, hash, id)
    values (now(), now(), ${id}, 1, gen_random_uuid(), gen_random_uuid(), 'x')`
const line = `insert into lines (key, seller_id, currency, gross, net, pending, frozen, reserve, refunded, paid_at, order_id, line_id)
  values (gen_random_uuid(), 999999, 'USD', 1, 1, 0, 0, 0, 0, now(), 'o', 'l')`

const dropped = (constraint: string, table = 'movements') => `alter table ${table} drop constraint ${constraint}`
const withoutTrigger = (trigger: string, table: string) => `alter table ${table} disable trigger ${trigger}`
const changeable = (table: string) => withoutTrigger('append_only', table)

/** What stops whom: the owners by an invariant, the application's roles already by their rights. Last the removal of what guards. */
const forbidden: [what: string, statement: string, code: string, unguarded: string][] = [
  ['a movement of nothing', insert(":seller, 'USD', 99, 1, 7, 2, 0"), '23514', dropped('movements_amount_check')],
  ['a negative movement', insert(":seller, 'USD', 99, 1, 7, 2, -5"), '23514', dropped('movements_amount_check')],
  ['a movement from a bucket to itself', insert(":seller, 'USD', 99, 2, 2, 2, 5"), '23514', dropped('movement_kind')],
  ['a movement between buckets that its kind does not join', insert(":seller, 'USD', 99, 1, 8, 1, 5"), '23514', dropped('movement_kind')],
  ['a movement of no known kind', insert(":seller, 'USD', 99, 0, 2, 1, 5"), '23514', dropped('movement_kind')],
  ['a bucket that is none', insert(":seller, 'USD', 99, 7, 11, 7, 5"), '23514', dropped('movement_kind')],
  ['a route that another kind has', insert(":seller, 'USD', 99, 13, 8, 1, 5"), '23514', dropped('movement_kind')],
  ['two movements with one number', insert(":seller, 'USD', 1, 1, 7, 2, 5"), '23505', dropped('movements_pkey')],
  ["a currency that isn't the book's", insert(":seller, 'EUR', 1, 1, 7, 2, 5"), '23503', withoutTrigger('of_book', 'movements')],
  ['a changed movement', 'update movements set amount = amount + 1', 'LG002', changeable('movements')],
  ['a deleted movement', 'delete from movements', 'LG002', changeable('movements')],
  ['a deletion that meets no row', 'delete from movements where false', 'LG002', changeable('movements')],
  ['truncated movements', 'truncate movements', 'LG002', changeable('movements')],
  ['truncated books', 'truncate books cascade', 'LG002', changeable('book_days')],
  [
    'a merge that changes',
    'merge into movements m using books b on b.seller_id = m.seller_id when matched then update set amount = 1',
    'LG002',
    changeable('movements'),
  ],
  [
    'a deleted book',
    'delete from books where seller_id = :seller',
    '23503',
    `${withoutTrigger('keeps_key', 'books')}; ${changeable('book_days')}; delete from book_days`,
  ],
  [
    'a book of another currency',
    "update books set currency = 'EUR' where seller_id = :seller",
    '23503',
    `${withoutTrigger('keeps_key', 'books')}; ${changeable('book_days')}; delete from book_days`,
  ],
  ...['available', 'pending', 'reserve', 'frozen', 'processing'].map((bucket): [string, string, string, string] => [
    `a negative ${bucket}`,
    `update books set ${bucket} = -1, marketplace = marketplace + ${bucket} + 1`,
    '23514',
    dropped(`books_${bucket}_check`, 'books'),
  ]),
  [
    'a positive debt',
    'update books set debt = 1, available = 0, marketplace = marketplace + available - 1',
    '23514',
    dropped('books_debt_check', 'books'),
  ],
  [
    'debt beside available money',
    'update books set debt = -1, marketplace = marketplace + 1',
    '23514',
    dropped('debt_repaid_first', 'books'),
  ],
  ['money from nowhere', 'update books set available = available + 1', '23514', dropped('trial_balance', 'books')],
  ['a changed day', 'update book_days set available = 1', 'LG002', changeable('book_days')],
  ['a deleted event', 'delete from events', 'LG002', changeable('events')],
  ['a changed event', "update events set problem = 'x'", 'LG002', changeable('events')],
  ['a deleted refund', 'delete from refunds', 'LG002', changeable('refunds')],
  ['a changed audit line', "update audit set action = 'x'", 'LG002', changeable('audit')],
]

describe.each(forbidden)('%s is impossible', (_what, statement, code, unguarded) => {
  test.each(all)('for %s', async (role) => {
    const answer = await attempt(role, statement)
    expect(answer).toBe(role === 'superuser' || role === 'owner' ? code : '42501')
  })

  test('negative control: without its guard it is possible', async () => {
    expect(await attempt('owner', `${unguarded}; ${statement}`)).not.toEqual(expect.any(String))
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

  test('people may not even call the batch’s posting function, nor anybody what stands behind it', async () => {
    const call = `select ledger_post('{:seller}', '{USD}', '{1}', '{7}', '{2}', '{5}', '{0}', '{00000000-0000-0000-0000-000000000000}', '{null}')`
    expect(await attempt('people', call)).toBe('42501')
    expect(await attempt('batch', call)).toBe(1)
    for (const role of ['batch', 'people'] as const) expect(await attempt(role, call.replace('ledger_post', 'ledger_write'))).toBe('42501')
  })

  test('a decision that is wrong does not pass the posting function: 100.00 from an available of 95.00', async () => {
    const call = `select ledger_post('{:seller}', '{USD}', '{7}', '{1}', '{7}', '{10000}', '{0}', '{00000000-0000-0000-0000-000000000000}', '{null}')`
    expect(await attempt('batch', call)).toBe('23514')
  })
})

describe('a row refers to a seller and a book that are there, without a foreign key', () => {
  test.each(['superuser', 'owner', 'batch'] as const)('for %s', async (role) => {
    expect(await attempt(role, event('999999'))).toBe('23503')
    expect(await attempt(role, line)).toBe('23503')
    expect(await attempt(role, event(':seller'))).toBe(1)
  })

  const bare = `insert into sellers (id, marketplace_id, external_id) overriding system value
    select 999999, marketplace_id, 'x' from sellers where id = :seller`
  const refused: [what: string, statements: string, trigger: string, table: string][] = [
    ['a deleted seller with an event', `${bare}; ${event('999999')}; delete from sellers where id = 999999`, 'stays', 'sellers'],
    ['a deleted seller with a line', `${bare}; ${line}; delete from sellers where id = 999999`, 'stays', 'sellers'],
    ['another number of a seller', `${bare}; update sellers set id = default where id = 999999`, 'keeps_key', 'sellers'],
    ['another seller of a line', 'update lines set seller_id = seller_id', 'keeps_key', 'lines'],
    ['an event of nobody', event('999999'), 'of_seller', 'events'],
    ['a line of nobody', line, 'of_seller', 'lines'],
    ['a movement of no book', insert(":seller, 'EUR', 1, 1, 7, 2, 5"), 'of_book', 'movements'],
  ]
  test.each(refused)('%s is refused, and is not with the trigger gone', async (_what, statements, trigger, table) => {
    expect(await attempt('owner', statements)).toBe('23503')
    expect(await attempt('owner', `${withoutTrigger(trigger, table)}; ${statements}`)).toBeGreaterThan(0)
  })

  test('who deletes a seller waits for whoever writes its first event', async () => {
    await superuser.unsafe(bare.replace(':seller', String(seller)))
    await superuser.begin(async (sql) => {
      await sql.unsafe(event('999999'))
      expect(await attempt('owner', "set local lock_timeout = '20ms'; delete from sellers where id = 999999")).toBe('55P03')
      throw new Error('undo')
    }).catch((error: Error) => expect(error.message).toBe('undo')) // prettier-ignore
    expect(await attempt('owner', "set local lock_timeout = '20ms'; delete from sellers where id = 999999")).toBe(1)
    await superuser`delete from sellers where id = 999999`
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
      select rolname from pg_roles where rolname = any (${[...appRoles]})
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
