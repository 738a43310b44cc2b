import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { randomOf } from '#db/seed/random.ts'
import { disagreements } from '#db/test/agreement.ts'
import { newMarketplace, upserted } from '#db/test/events.ts'
import { type Facts, factsOf, type LineFact } from '#db/test/facts.ts'
import { postWithdrawals, RandomShop } from '#db/test/histories.ts'
import { currenciesOf } from '#db/test/recount.ts'
import { why } from '#db/test/recount-waiting.ts'
import type { Book } from '#server/ledger/index.ts'
import { postEvents } from '#server/orders/index.ts'

// Pages tell the truth: shops live at random, and every figure that their pages ask for is recounted from the rows of the ledger.

const owner = ownerClient(4)
const hour = 3_600_000
const day = 24 * hour
/** When the first moment is: some days before Los Angeles puts its clocks back. */
const start = Date.UTC(2026, 9, 28, 12)
/** Hours before a moment at which things are booked: by day, and on either side of midnight in both zones. */
const bookings = [20.01, 19.99, 5.01, 4.99, 4.01, 3.99, 1]
let marketplace = 0

beforeAll(async () => {
  marketplace = await newMarketplace()
})
afterAll(() => owner.end())

const clock = (at: number) =>
  owner`update installation set sandbox = true, clock_offset = to_timestamp(${at}::float8 / 1000) - clock_timestamp()`

/** Opens shops of two zones and several currencies; a name's life is always the same. */
async function open(names: readonly string[]): Promise<(RandomShop & { id: number })[]> {
  const currencies = [['USD', 'CNY'], ['USD'], ['USD', 'CNY', 'JPY'], ['CNY', 'KWD']] as const
  const shops = names.map((name, n) => new RandomShop(name, n % 2 === 0 ? 'Asia/Shanghai' : 'America/Los_Angeles', currencies[n % 4] ?? []))
  await postEvents(
    marketplace,
    shops.map(({ seller, zone }) => upserted({ seller, timeZone: zone, at: 0 })),
  )
  const rows = await owner<{ id: number; name: string }[]>`
    update sellers set opened_at = now() where external_id = any(${[...names]}) returning id, external_id as name`
  return shops.map((shop) => Object.assign(shop, { id: rows.find(({ name }) => name === shop.seller)?.id ?? 0 }))
}

/** Lets shops live until so many days after the start. */
async function live(shops: readonly (RandomShop & { id: number })[], days: number): Promise<void> {
  const moment = start + days * day
  for (const hours of bookings) {
    const at = moment - hours * hour
    await clock(at)
    await postEvents(
      marketplace,
      shops.flatMap((shop) => shop.next(at)),
    )
    const books = await owner<(Book & { sellerId: number })[]>`select seller_id as "sellerId", * from books order by seller_id, currency`
    await postWithdrawals(books.flatMap((book) => shops.find(({ id }) => id === book.sellerId)?.withdraw(book, at, 'f'.repeat(32)) ?? []))
  }
  await clock(moment)
}

/** What a shop's pages say against its rows. */
const lies = (id: number, facts: Facts) => disagreements(id, facts, randomOf(id, facts.movements.length))

test('in 200 random states every figure of overview, why, calendar, releases and activity is what the movements come to', async () => {
  const shops = await open(Array.from({ length: 20 }, (_, n) => `shop-${n}`))
  const seen = { states: 0, kinds: new Set<number>(), reasons: new Set<string>() }
  for (const days of [0, 1, 3, 6, 7, 11, 20, 21, 29, 43]) {
    await live(shops, days)
    // A rate is good for a day; a shop that moves keeps its past, by the days of where it lives now.
    if (days === 1 || days === 11) await owner`insert into rates values ('USD', 'CNY', portal_now(), 7.1234, 'a bank')`
    if (days === 7) await owner`update sellers set time_zone = 'Pacific/Auckland' where id % 5 = 0`
    for (const { id, seller } of shops) {
      const facts = await factsOf(owner, id)
      expect(await lies(id, facts), `${seller} after ${days} days`).toEqual([])
      seen.states += 1
      for (const { kind } of facts.movements) seen.kinds.add(kind)
      for (const currency of currenciesOf(facts)) for (const { reason } of why(facts, currency).reasons) seen.reasons.add(reason)
    }
  }
  expect([seen.states, seen.kinds.size, seen.reasons.size]).toEqual([200, 12, 12])
}, 180_000)

describe('the comparison is able to fail:', () => {
  let made = 0
  /** A shop of its own for what is done to it. */
  async function victim(): Promise<number> {
    const shops = await open([`victim-${++made}`])
    for (const days of [50, 52, 55]) await live(shops, days)
    const id = shops[0]?.id ?? 0
    expect(await lies(id, await factsOf(owner, id))).toEqual([])
    return id
  }

  /** Pages on which something else stands than was counted. */
  const pagesWith = async (id: number, facts: Facts) => (await lies(id, facts)).map((lie) => lie.split(/[ .]/)[0])

  test.each([
    ['a cent more in a movement', 'update movements set amount = amount + 1 where version = 1', 'balances'],
    ['a movement that is gone', 'delete from movements where version = 3', 'overview'],
    ['a cent more in a running balance', 'update movements set balance_after = balance_after + 1 where version > 0', 'activity'],
    ['a cent in a book that nothing moved', 'update books set pending = pending + 1, bank = bank - 1 where version > 0', 'balances'],
    ['a cent in a child order that nothing moved', 'update lines set pending = pending - 1 where pending > 1', 'calendar'],
    ['a cent more at the beginning of a day', 'update book_days set pending = pending + 1 where version >= 0', 'day'],
  ])('%s', async (_what, planted, page) => {
    const id = await victim()
    for (const table of ['movements', 'book_days']) await owner.unsafe(`alter table ${table} disable trigger append_only`)
    await owner.unsafe(`${planted} and seller_id = ${id}`)
    expect(await pagesWith(id, await factsOf(owner, id))).toContain(page)
  })

  const later = (at: number | null) => at && at + day
  const dayLater = (line: LineFact): LineFact => ({
    ...line,
    expectedAt: later(line.expectedAt),
    deliveredAt: later(line.deliveredAt),
    marginUntil: later(line.marginUntil),
  })
  test.each<[string, (facts: Facts) => Partial<Facts>, string]>([
    ['dates of a day later', ({ lines }) => ({ lines: lines.map(dayLater) }), 'calendar'],
    ['days that end elsewhere', () => ({ zone: 'America/Los_Angeles' }), 'day'],
    ['tomorrow', ({ now }) => ({ now: now + day }), 'summary'],
    ['a fold without holds', ({ movements }) => ({ movements: movements.filter(({ kind }) => kind !== 5) }), 'why'],
    ['a protection of a day less', ({ protectionDays }) => ({ protectionDays: protectionDays - 1 }), 'why'],
  ])('a count with %s', async (_what, wrong, page) => {
    const id = await victim()
    const facts = await factsOf(owner, id)
    expect(await pagesWith(id, { ...facts, ...wrong(facts) })).toContain(page)
  })
})
