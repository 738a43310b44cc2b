import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as make from '#db/test/events.ts'
import { superuserClient } from '#db/test/superuser.ts'
import { newCause, postAsOwner } from '#db/test/withdrawals.ts'
import { sellerIdOf } from '#db/test/sellers.ts'
import { postEvents, verifyLines } from '#server/orders/index.ts'
import { type MovementKind, movementKinds, type Posting, verify } from './index.ts'
import { kindCheck } from './statements-kinds.ts'

// What an owner of the database does by hand is found by `npm run verify`: each break is planted, found, and taken back.

const superuser = superuserClient()
let seller = 0

beforeAll(async () => {
  const marketplace = await make.newMarketplace()
  await postEvents(marketplace, [make.upserted(), make.paid(10_000n), make.released({ margin: 500n })])
  seller = await sellerIdOf(marketplace)
})

afterAll(async () => {
  expect((await verify()).breaks).toEqual([])
  expect((await verifyLines()).breaks).toEqual([])
  await superuser.end()
})

const appendOnly = new Set(['movements', 'book_days', 'events', 'refunds'])

/** Runs statements as a superuser with all triggers of tables off, which so many of a row's guards are. */
function byHand(statements: string, ...tables: string[]) {
  const enable = (table: string) =>
    `alter table ${table} enable trigger all${appendOnly.has(table) ? `; alter table ${table} enable always trigger append_only` : ''}`
  return superuser.unsafe(
    [
      ...tables.map((table) => `alter table ${table} disable trigger all`),
      statements.replaceAll(':seller', String(seller)),
      ...tables.map(enable),
    ].join('; '),
  )
}

const found = async () => [...(await verify()).breaks, ...(await verifyLines()).breaks].map(({ sellerId, what }) => `${sellerId} ${what}`)

test.each<[what: string, table: string, planted: string, back: string, found: RegExp]>([
  [
    'a book changed without a movement',
    'books',
    'update books set available = available + 5, marketplace = marketplace - 5 where seller_id = :seller',
    'update books set available = available - 5, marketplace = marketplace + 5 where seller_id = :seller',
    /available, marketplace/,
  ],
  [
    'a movement without its book',
    'movements',
    `insert into movements (seller_id, currency, version, kind, from_bucket, to_bucket, amount, balance_after, total_after, occurred_at, booked_at,
      cause) values (:seller, 'USD', 4, 1, 7, 2, 5, 0, 0, now(), now(), gen_random_uuid())`,
    'delete from movements where seller_id = :seller and version = 4',
    /version/,
  ],
  [
    'a movement that was changed',
    'movements',
    'update movements set amount = amount + 1 where seller_id = :seller and version = 1',
    'update movements set amount = amount - 1 where seller_id = :seller and version = 1',
    /pending, marketplace/,
  ],
  [
    'a running balance that was changed',
    'movements',
    'update movements set balance_after = balance_after + 1 where seller_id = :seller and version = 2',
    'update movements set balance_after = balance_after - 1 where seller_id = :seller and version = 2',
    /running balance at movement 2/,
  ],
  [
    'a movement of a kind that is none, with the constraint gone',
    'movements',
    'alter table movements drop constraint movement_kind; update movements set kind = 99 where seller_id = :seller and version = 1',
    `update movements set kind = 1 where seller_id = :seller and version = 1;
      alter table movements add constraint movement_kind check (${kindCheck()})`,
    /route of movement 1/,
  ],
  [
    'a day that lost its row',
    'book_days',
    'create temp table kept as select * from book_days where seller_id = :seller; delete from book_days where seller_id = :seller',
    'insert into book_days select * from kept',
    /opening of \d{4}-\d\d-\d\d/,
  ],
])('%s is found', async (_what, table, planted, back, what) => {
  await byHand(planted, table)
  expect((await found()).join('; ')).toMatch(what)
  await byHand(back, table)
  expect(await found()).toEqual([])
})

describe('a cause that takes out what it did not put in is refused by the writer; planted without its question, it is found:', () => {
  type Step = readonly [kind: MovementKind, currency?: string]
  const of = (cause: string, steps: readonly Step[]) =>
    steps.map(([kind, currency = 'USD']): Posting => {
      const [from, to] = movementKinds[kind].routes[0]
      return { sellerId: seller, currency, occurredAt: 0, line: null, amount: 100n, cause, kind, from, to }
    })
  /** Posts without the writer's question what a cause put in. */
  const plant = async (postings: readonly Posting[]) => {
    const [{ writer }] = await superuser<[{ writer: string }]>`select pg_get_functiondef('ledger_write'::regproc) as writer`
    await superuser.unsafe(writer.replace(/raise exception [^;]* 'LG006';/, 'null;'))
    await postAsOwner(postings)
    await superuser.unsafe(writer)
  }
  const paid: Step[] = [['withdrawal_requested'], ['withdrawal_paid']]
  test.each<{ what: string; another?: Step[]; andBack?: Step[]; planted: Step[]; lacking: Step[]; found: RegExp }>([
    {
      what: 'a withdrawal cancelled out of what another put into processing',
      another: [['withdrawal_requested']],
      planted: [['withdrawal_cancelled']],
      lacking: [['withdrawal_requested']],
      andBack: [['withdrawal_cancelled']],
      found: /^more out than was put in, by/,
    },
    {
      what: 'a case that hands over what another froze',
      another: [['case_frozen']],
      planted: [['case_seized']],
      lacking: [['case_frozen']],
      andBack: [['case_unfrozen']],
      found: /^more out than was put in, by/,
    },
    {
      what: 'a withdrawal returned that was never paid',
      another: paid,
      planted: [['withdrawal_returned']],
      lacking: paid,
      found: /^more out than was put in, by/,
    },
    {
      what: 'banks that charge for a return that there was not',
      planted: [...paid, ['return_charge']],
      lacking: [['withdrawal_returned']],
      found: /^more out than was put in, by/,
    },
    {
      what: 'a conversion that arrives and never left',
      planted: [['conversion_in', 'CNY']],
      lacking: [['conversion_out']],
      found: /^not both sides of conversion/,
    },
    {
      what: 'a conversion that left and never arrives',
      planted: [['conversion_out'], ['conversion_fee']],
      lacking: [['conversion_in', 'CNY']],
      found: /^not both sides of conversion/,
    },
  ])('$what', async ({ another = [], andBack = [], planted, lacking, found }) => {
    const [own, other] = [newCause(), newCause()]
    await postAsOwner(of(other, another))
    await expect(postAsOwner(of(own, planted))).rejects.toMatchObject({ code: 'LG006' })
    expect((await verify()).breaks).toEqual([])
    await plant(of(own, planted))
    expect((await verify()).breaks).toMatchObject([{ what: expect.stringMatching(found) }])
    await postAsOwner(of(own, lacking))
    await postAsOwner(of(other, andBack))
    expect((await verify()).breaks).toEqual([])
  })

  test('a conversion into the currency that it left is refused, and so is one into two', async () => {
    const refused = (steps: Step[]) => expect(postAsOwner(of(newCause(), steps))).rejects.toMatchObject({ code: 'LG006' })
    await refused([['conversion_out'], ['conversion_in']])
    await refused([['conversion_out'], ['conversion_in', 'CNY'], ['conversion_in', 'EUR']])
  })
})

describe('a stray', () => {
  const event = (sellerId: string, line: string) =>
    `insert into events (occurred_at, booked_at, seller_id, type, key, hash, id, line)
      values (now(), now(), ${sellerId}, 1, gen_random_uuid(), gen_random_uuid(), 'x', ${line})`
  test.each<[what: string, table: string, planted: string, removed: string, found: (string | RegExp)[]]>([
    [
      'movement of a book that is not there',
      'movements',
      `insert into movements (seller_id, currency, version, kind, from_bucket, to_bucket, amount, balance_after, total_after, occurred_at, booked_at, cause)
        values (999999, 'USD', 1, 1, 7, 2, 5, 0, 5, now(), now(), gen_random_uuid())`,
      'delete from movements where seller_id = 999999',
      [/^999999 movements without a book/, /opening of/, /movement 1 without its event/, /payments of a line that is not there/],
    ],
    [
      'book of a seller that is not there',
      'books',
      "insert into books (seller_id, currency, as_of) values (999999, 'USD', now())",
      'delete from books where seller_id = 999999',
      ['999999 book of a seller that is not there'],
    ],
    [
      'event of a seller that is not there',
      'events',
      event('999999', 'null'),
      'delete from events where seller_id = 999999',
      ['999999 event x of a seller that is not there'],
    ],
    [
      'posted event on a line that is not there',
      'events',
      event(':seller', 'gen_random_uuid()'),
      "delete from events where id = 'x'",
      [/event x on a line that is not there/],
    ],
    [
      'line of a seller that is not there',
      'lines',
      `insert into lines (key, seller_id, currency, gross, net, pending, frozen, reserve, refunded, paid_at, order_id, line_id)
        values (gen_random_uuid(), 999999, 'USD', 1, 1, 0, 0, 0, 0, now(), 'o', 'l')`,
      'delete from lines where seller_id = 999999',
      [/^999999 payments of o l/, '999999 line o l of a seller that is not there'],
    ],
    [
      'refund of a line that is not there',
      'refunds',
      "insert into refunds (line, refund_id, event, seller_id, amount) values (gen_random_uuid(), 'r', gen_random_uuid(), :seller, 5)",
      "delete from refunds where refund_id = 'r'",
      [/refunds of a line that is not there/],
    ],
  ])('%s is found', async (_what, table, planted, removed, breaks) => {
    await byHand(planted, table)
    const all = await found()
    expect(all).toHaveLength(breaks.length)
    expect(all).toEqual(expect.arrayContaining(breaks.map((one) => expect.stringMatching(one))))
    await byHand(removed, table)
    expect(await found()).toEqual([])
  })
})

describe('where a cause is not what the kind says', () => {
  const hand = (statement: string) => byHand(statement, 'movements')
  const ofLines = async () => (await verifyLines()).breaks.map(({ what }) => what)

  test('a withdrawal by an event, one of a line, a payment without its event or of another line', async () => {
    const [paid] = await superuser<[{ cause: string; line: string }]>`
      select cause::text, line::text from movements where seller_id = ${seller} and currency = 'USD' and version = 1`
    const add = (cause: string, line: string) =>
      hand(`insert into movements (seller_id, currency, version, kind, from_bucket, to_bucket, amount, balance_after, total_after,
        occurred_at, booked_at, cause, line) values (:seller, 'USD', 99, 10, 1, 5, 1, 0, 0, now(), now(), '${cause}', ${line})`)
    const remove = () => hand("delete from movements where seller_id = :seller and currency = 'USD' and version = 99")
    await add(paid.cause, 'null')
    expect(await ofLines()).toEqual(['movement 99 of a withdrawal with an event or a line'])
    await remove()
    await add(newCause(), `'${paid.line}'`)
    expect(await ofLines()).toEqual(['movement 99 of a withdrawal with an event or a line'])
    await remove()
    await hand(`update movements set cause = gen_random_uuid() where seller_id = :seller and currency = 'USD' and version = 1`)
    expect(await ofLines()).toEqual(['movement 1 without its event'])
    await hand(`update movements set cause = '${paid.cause}' where seller_id = :seller and currency = 'USD' and version = 1`)
    expect(await ofLines()).toEqual([])
    await hand(`update movements set line = null where seller_id = :seller and currency = 'USD' and version = 2`)
    expect(await ofLines()).toContain('movement 2 without its event')
    await hand(`update movements set line = '${paid.line}' where seller_id = :seller and currency = 'USD' and version = 2`)
    expect(await ofLines()).toEqual([])
  })

  test('money that a case froze is frozen beside the lines’; frozen money that nothing holds is found', async () => {
    const freeze = { sellerId: seller, currency: 'USD', amount: 100n, occurredAt: 0, line: null, cause: newCause() }
    await postAsOwner([{ ...freeze, kind: 'case_frozen', from: 'available', to: 'frozen' }])
    expect(await ofLines()).toEqual([])
    await hand("update books set frozen = frozen + 1, marketplace = marketplace - 1 where seller_id = :seller and currency = 'USD'")
    expect(await ofLines()).toEqual(['pending, frozen or reserve of the lines and cases'])
    await hand("update books set frozen = frozen - 1, marketplace = marketplace + 1 where seller_id = :seller and currency = 'USD'")
    await postAsOwner([{ ...freeze, kind: 'case_unfrozen', from: 'frozen', to: 'available' }])
    expect(await ofLines()).toEqual([])
  })
})
