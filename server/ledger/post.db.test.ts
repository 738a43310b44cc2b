import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pool } from '#db/client.ts'
import { asPerson, attempt, call, newSeller } from '#db/test/doors.ts'
import * as make from '#db/test/events.ts'
import { appoint, closePeople, join, type Made, makeUser, owner } from '#db/test/people.ts'
import { newCause, postAsOwner } from '#db/test/withdrawals.ts'
import { memberScope } from '#db/test/scopes.ts'
import { bookBatch } from '#server/orders/book-batch.ts'
import { keyed } from '#server/orders/keys.ts'
import { postEvents, verifyLines } from '#server/orders/index.ts'
import { scopeOfStaff, type MemberScope } from '#server/platform/actor.ts'
import { sellerTx, staffTx } from '#server/platform/tx.ts'
import { postBySeller, verify } from './index.ts'
import { postByStaff } from './post.ts'

let marketplace = 0

beforeAll(async () => {
  marketplace = await make.newMarketplace()
})

afterAll(async () => {
  expect((await verify()).breaks).toEqual([])
  expect((await verifyLines()).breaks).toEqual([])
  await closePeople()
})

/** A seller of this name with a person who may move its money. */
async function sellerAndPerson(name: string): Promise<{ seller: number; user: Made }> {
  const [seller, user] = [await newSeller(marketplace, name), await makeUser()]
  await join(seller, user, 'manager')
  return { seller, user }
}

/** A person asks for a withdrawal, by raw SQL. */
const withdraw = ({ seller, user }: { seller: number; user: Made }, amount: bigint, keep: boolean) =>
  attempt(pool('portal_people'), asPerson(user.id, seller), [call('seller', [{ seller, kind: 'withdrawal_requested', amount }])], keep)

describe('the program’s door', () => {
  const book = async (seller: number, currency = 'USD') => {
    const [row] = await owner()<Record<string, bigint>[]>`
      select available, processing, debt, fx, fees from books where seller_id = ${seller} and currency = ${currency}`
    return row
  }
  const scope = (seller: number, { id: userId }: Made): MemberScope => memberScope(seller, 'owner', { userId })
  const posted = (seller: number, user: Made, ...postings: Parameters<typeof postBySeller>[2]) =>
    sellerTx(scope(seller, user), (tx) => postBySeller(tx, scope(seller, user), postings))

  test('60.00 of 100.00 requested and 30.00 refunded beyond the rest: cancelled, 60.00 repay the debt first and leave the rest', async () => {
    const { seller, user } = await sellerAndPerson('debtor')
    const cause = newCause()
    const of = { currency: 'USD', cause }
    await posted(seller, user, { ...of, kind: 'withdrawal_requested', from: 'available', to: 'processing', amount: 9_000n })
    await postEvents(marketplace, [make.refunded(3_000n, { seller: 'debtor', order: 'of-debtor', line: '1' })])
    expect(await book(seller)).toMatchObject({ available: 0n, processing: 9_000n, debt: -2_000n })
    await posted(
      seller,
      user,
      { ...of, kind: 'withdrawal_cancelled', from: 'processing', to: 'debt', amount: 2_000n },
      { ...of, kind: 'withdrawal_cancelled', from: 'processing', to: 'available', amount: 7_000n },
    )
    expect(await book(seller)).toMatchObject({ available: 7_000n, processing: 0n, debt: 0n })
  })

  test('a conversion is one call in two books: 50.00 USD and a fee of 0.15 out, 355.00 CNY in', async () => {
    const { seller, user } = await sellerAndPerson('converter')
    const cause = newCause()
    await posted(
      seller,
      user,
      { currency: 'USD', cause, kind: 'conversion_out', from: 'available', to: 'fx', amount: 5_000n },
      { currency: 'USD', cause, kind: 'conversion_fee', from: 'available', to: 'fees', amount: 15n },
      { currency: 'CNY', cause, kind: 'conversion_in', from: 'fx', to: 'available', amount: 35_500n },
    )
    expect(await book(seller)).toMatchObject({ available: 4_985n, fx: 5_000n, fees: 15n })
    expect(await book(seller, 'CNY')).toMatchObject({ available: 35_500n, fx: -35_500n })
  })

  test('staff freeze 40.00 of 100.00 for a case and hand 15.00 of it over; the rest is free again', async () => {
    const [seller, cause] = [await newSeller(marketplace, 'investigated'), newCause()]
    const user = await makeUser()
    await appoint(user, ['reviewer'], marketplace)
    const of = { sellerId: seller, currency: 'USD', cause }
    const work = { roles: ['reviewer'], marketplaceId: marketplace, marketplace: 'Mall', timeZone: 'Asia/Shanghai' } as const
    await staffTx(scopeOfStaff(user.id, randomUUID(), work), async (tx) => {
      await postByStaff(tx, [{ ...of, kind: 'case_frozen', from: 'available', to: 'frozen', amount: 4_000n }])
      await postByStaff(tx, [
        { ...of, kind: 'case_seized', from: 'frozen', to: 'marketplace', amount: 1_500n },
        { ...of, kind: 'case_unfrozen', from: 'frozen', to: 'available', amount: 2_500n },
      ])
    })
    expect(await book(seller)).toMatchObject({ available: 8_500n, debt: 0n })
  })

  test('what is to be posted in one seller’s books is not posted in the transaction of another', async () => {
    const posting = {
      currency: 'USD',
      cause: newCause(),
      kind: 'withdrawal_requested',
      from: 'available',
      to: 'processing',
      amount: 1n,
    } as const
    const { seller, user } = await sellerAndPerson('careless')
    const other = await newSeller(marketplace, 'neighbour')
    const wrong = sellerTx(scope(seller, user), (tx) => postBySeller(tx, scope(other, user), [posting]))
    await expect(wrong).rejects.toMatchObject({ code: 'LG004' })
  })
})

describe('beside the path of events', () => {
  const freeBook = (seller: number) => attempt(owner(), {}, [`select from books where seller_id = ${seller} for no key update nowait`])
  /** Comes back once a statement in this database waits for a lock. */
  const waiting = async () => {
    for (;;) {
      const [row] = await owner()<[{ n: number }]>`
        select count(*)::int as n from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where not l.granted and a.datname = current_database()`
      if (row.n > 0) return
    }
  }

  test('a person’s posting waits for the seller before it touches a book, as events do: no deadlock is possible', async () => {
    const person = await sellerAndPerson('ordered')
    let posting: Promise<string> = Promise.resolve('')
    await pool('portal_batch').begin(async (sql) => {
      await sql`select from sellers where id = ${person.seller} for no key update`
      posting = withdraw(person, 1n, false)
      await waiting()
      expect(await freeBook(person.seller)).toBe('posted')
    })
    expect(await posting).toBe('posted')
  })

  test('staff lock sellers in the order of their names, as events do, and not of our numbers: no deadlock is possible', async () => {
    const [later, first] = [await newSeller(marketplace, 'zebra'), await newSeller(marketplace, 'ant')]
    expect(later).toBeLessThan(first)
    const user = await makeUser()
    await appoint(user, ['reviewer'], marketplace)
    const credits = [later, first].map((seller) => ({ seller, kind: 'adjustment_credit', amount: 1n }) as const)
    let posting: Promise<string> = Promise.resolve('')
    await pool('portal_batch').begin(async (sql) => {
      await sql`select from sellers where id = ${first} for no key update`
      const settings = { 'app.marketplace_id': marketplace, 'app.actor_id': user.id }
      posting = attempt(pool('portal_staff'), settings, [call('staff', credits)])
      await waiting()
      expect(await attempt(owner(), {}, [`select from sellers where id = ${later} for no key update nowait`])).toBe('posted')
    })
    expect(await posting).toBe('posted')
  })

  test('negative control: a book that somebody locked is not free', async () => {
    const { seller } = await sellerAndPerson('disordered')
    await owner().begin(async (sql) => {
      await sql`select from books where seller_id = ${seller} for no key update`
      expect(await freeBook(seller)).toBe('55P03')
    })
  })

  test('500 withdrawals of 1.00 by a person among 250 transactions of events, 150 at once: none fails, and the sums are right', async () => {
    const { seller, user } = await sellerAndPerson('busy')
    const lines = Array.from({ length: 250 }, (_, n) => ({ seller: 'busy', order: 'busy', line: `l${n}` }))
    await postEvents(
      marketplace,
      lines.map((at) => make.paid(1_400n, at)),
    )
    const credit = { kind: 'adjustment_credit', from: 'marketplace', to: 'available', amount: 50_000n } as const
    await postAsOwner([{ ...credit, sellerId: seller, currency: 'USD', cause: newCause(), line: null, occurredAt: 0 }])
    const batches = lines.map((at) => [make.released(at), make.refunded(400n, at)])
    const statuses = new Set<string>()
    // Each wave is of 150 transactions at once: more would wait longer for a connection than one may.
    for (let wave = 0; wave < 5; wave++) {
      const events = batches.slice(wave * 50, (wave + 1) * 50).map((batch) => batch.map((event) => keyed(marketplace, event)))
      const booked = events.map(async (batch) => (await bookBatch(marketplace, batch)).forEach(({ status }) => statuses.add(status)))
      const withdrawn = Array.from({ length: 100 }, async () => statuses.add(await withdraw({ seller, user }, 100n, true)))
      await Promise.all([...booked, ...withdrawn])
    }
    expect([...statuses]).toEqual(['posted'])
    const [row] = await owner()`select available, processing, debt from books where seller_id = ${seller} and currency = 'USD'`
    // 100.00 + 500.00 + 250 × 10.00 − 500.00
    expect(row).toEqual({ available: 260_000n, processing: 50_000n, debt: 0n })
  })
})
