import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { disagreements, type Procedure } from '#db/test/agreement.ts'
import { allWrong, type Fault, faulty, type Pages, pagesOf, type Question } from '#db/test/answers.ts'
import { newMarketplace, upserted } from '#db/test/events.ts'
import { type EventFact, type Facts, factsOf, type LineFact } from '#db/test/facts.ts'
import { RandomShop } from '#db/test/histories.ts'
import { everything } from '#db/test/questions.ts'
import { currenciesOf } from '#db/test/recount.ts'
import { why } from '#db/test/recount-waiting.ts'
import { postAsOwner } from '#db/test/withdrawals.ts'
import type { Filter } from '#server/activity/schema.ts'
import { type Book, movementRules } from '#server/ledger/index.ts'
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
    const books = await owner<(Book & { sellerId: number })[]>`
      select seller_id as "sellerId", currency, available, pending, reserve, frozen, processing, debt from books order by seller_id, currency`
    await postAsOwner(
      shops.flatMap((shop) =>
        shop.act(
          books.filter(({ sellerId }) => sellerId === shop.id),
          at,
        ),
      ),
    )
  }
  await clock(moment)
}

const pagesIn = (id: number) => pagesOf({ id, marketplaceId: marketplace })

/** What a shop's pages say against its rows. */
const lies = (id: number, facts: Facts) => disagreements(pagesIn(id), facts, String(id))

test('in 200 random states every figure of overview, why, calendar, releases and activity follows from the movements', async () => {
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
  expect([seen.states, seen.kinds.size, seen.reasons.size]).toEqual([200, movementRules.length, 13])
}, 180_000)

let made = 0
/** A shop of its own for what is done to it. */
async function victim(): Promise<number> {
  const shops = await open([`victim-${++made}`])
  for (const days of [50, 52, 55, 57, 60]) await live(shops, days)
  const id = shops[0]?.id ?? 0
  expect(await lies(id, await factsOf(owner, id))).toEqual([])
  return id
}

/** Whether a procedure is caught in a lie by one of a hundred questions that chance puts. */
async function caught(procedure: Procedure, pages: Pages, facts: Facts): Promise<boolean> {
  for (let round = 0; round < 100; round++) if ((await disagreements(pages, facts, `round ${round}`, procedure)).length > 0) return true
  return false
}

/** All that pages tell wrongly when each is asked a dozen questions. */
async function liesOf(pages: Pages, facts: Facts): Promise<string[]> {
  const found = Array.from({ length: 12 }, (_, round) => disagreements(pages, facts, `round ${round}`))
  return (await Promise.all(found)).flat()
}

describe('negative control: the comparison fails with', () => {
  test.each<[string, string, Procedure]>([
    ['a cent more in a movement', 'update movements set amount = amount + 1 where version = 1', 'balances.now'],
    ['a movement that is gone', 'delete from movements where version = 3', 'balances.overview'],
    ['a cent more in a running balance', 'update movements set balance_after = balance_after + 1 where version > 0', 'activity.list'],
    [
      'a row that happened a minute later',
      `update movements set occurred_at = occurred_at + '1 min' where line is not null`,
      'activity.movement',
    ],
    ['a cent in a book that nothing moved', 'update books set pending = pending + 1, bank = bank - 1 where version > 0', 'balances.now'],
    ['a cent in a child order that nothing moved', 'update lines set pending = pending - 1 where pending > 1', 'forecast.calendar'],
    ['a cent more that a child order was worth', 'update lines set net = net + 1, gross = gross + 1 where net > 0', 'activity.movement'],
    ['a refund that its child order forgot', 'update lines set refunded = 0 where refunded > 0', 'releases.order'],
    ['a parcel of which nobody said that it arrived', 'update lines set state = state | 2 where state & 2 = 0', 'releases.list'],
    ['a payment of a minute later', `update lines set paid_at = paid_at + '1 min' where net > 0`, 'releases.list'],
    ['a cent more at the beginning of a day', 'update book_days set pending = pending + 1 where version >= 0', 'activity.day'],
  ])('%s', async (_what, planted, procedure) => {
    const id = await victim()
    for (const table of ['movements', 'book_days']) await owner.unsafe(`alter table ${table} disable trigger append_only`)
    await owner.unsafe(`${planted} and seller_id = ${id}`)
    expect(await caught(procedure, pagesIn(id), await factsOf(owner, id))).toBe(true)
  })

  const later = (at: number | null) => at && at + day
  const dayLater = (line: LineFact): LineFact => ({
    ...line,
    expectedAt: later(line.expectedAt),
    deliveredAt: later(line.deliveredAt),
    marginUntil: later(line.marginUntil),
  })
  const dearer = (line: LineFact): LineFact => ({ ...line, escrow: (line.escrow ?? 0n) + 1n })
  const minuteLater = (event: EventFact): EventFact => ({ ...event, occurredAt: event.occurredAt + 60_000 })
  test.each<[string, (facts: Facts) => Partial<Facts>, ...Procedure[]]>([
    ['dates of a day later', ({ lines }) => ({ lines: lines.map(dayLater) }), 'forecast.calendar', 'releases.list'],
    ['fees of a cent more', ({ lines }) => ({ lines: lines.map(dearer) }), 'activity.movement', 'releases.order'],
    ['days that end elsewhere', () => ({ zone: 'America/Los_Angeles' }), 'activity.day', 'activity.list'],
    ['tomorrow', ({ now }) => ({ now: now + day }), 'balances.overview'],
    ['events of a minute later', ({ events }) => ({ events: events.map(minuteLater) }), 'activity.movement', 'releases.order'],
    ['cancellations that nobody sent', ({ events }) => ({ events: events.filter(({ type }) => type !== 11) }), 'activity.list'],
    ['a fold without holds', ({ movements }) => ({ movements: movements.filter(({ kind }) => kind !== 5) }), 'forecast.why'],
    ['a protection of a day less', ({ protectionDays }) => ({ protectionDays: protectionDays - 1 }), 'forecast.why'],
  ])('a count with %s', async (_what, wrong, ...procedures) => {
    const id = await victim()
    const facts = await factsOf(owner, id)
    for (const procedure of procedures) expect(await caught(procedure, pagesIn(id), { ...facts, ...wrong(facts) })).toBe(true)
  })
})

describe('negative control: a fault of a page is detected:', () => {
  let id = 0
  let facts: Facts
  beforeAll(async () => {
    id = await victim()
    facts = await factsOf(owner, id)
  })

  test('there is no difference before a fault is planted', async () => {
    expect(await liesOf(pagesIn(id), facts)).toEqual([])
  })

  test('a change of any word or figure of any answer is detected', async () => {
    const changed = new Set<string>()
    const pages = faulty(pagesIn(id), { tell: (procedure, answer) => allWrong(answer, procedure, changed) })
    const found = await liesOf(pages, facts)
    const told = new Set(found.map((lie) => lie.slice(0, lie.indexOf(':')).replaceAll(/\.\d+(?=\.|$)/g, '.*')))
    expect([...changed].filter((path) => !told.has(path))).toEqual([])
    const some = ['activity.movement.sale.fees.*.amount', 'activity.movement.timeline.*.here', 'activity.list.older', 'releases.list.next']
    const more = [
      'releases.order.order.lines.*.steps.*.kind',
      'forecast.calendar.chosen.orders.*.amount',
      'forecast.why.reasons.*.orders.*.at',
    ]
    expect([...changed]).toEqual(expect.arrayContaining([...some, ...more]))
  })

  /** Asks something else than was asked. */
  const asks = (more: (asked: Question) => Question): Fault => ({ ask: (_, asked) => ({ ...asked, ...more(asked) }) })
  const without = (criterion: keyof Filter): Fault =>
    asks(({ filter }) => ({ filter: { ...(filter as Filter), [criterion]: everything[criterion] } }))
  /** Tells something else than is true, of some pages. */
  const tells = <Answer>(wrong: (answer: Answer) => Partial<Answer>, when: (asked: Question) => boolean = () => true): Fault => ({
    tell: (_, answer, asked) => (when(asked) ? { ...(answer as Answer), ...wrong(answer as Answer) } : answer),
  })
  const towards = (way: string) => ({ place }: Question) => typeof place === 'object' && place !== null && way in place // prettier-ignore
  type Rows = Awaited<ReturnType<Pages['activity']['list']>>
  type Lines = Awaited<ReturnType<Pages['releases']['list']>>
  type Detail = Awaited<ReturnType<Pages['activity']['movement']>>
  type Calendar = Awaited<ReturnType<Pages['forecast']['calendar']>>
  type Why = Awaited<ReturnType<Pages['forecast']['why']>>
  type OrderPage = NonNullable<Awaited<ReturnType<Pages['releases']['order']>>>

  test.each<[string, Procedure, Fault]>([
    ...(Object.keys(everything) as (keyof Filter)[]).map(
      (name) => [`a filter without ${name}`, 'activity.list', without(name)] as [string, Procedure, Fault],
    ),
    ['the neighbours of another list', 'activity.movement', asks(() => ({ filter: everything }))],
    ['a row that has no neighbour', 'activity.movement', tells<Detail>(() => ({ newer: null }))],
    ['an order without its other rows', 'activity.movement', tells<Detail>(({ entry }) => ({ related: [entry] }))],
    [
      'a page upwards that leaves out its newest row',
      'activity.list',
      tells<Rows>(({ entries }) => ({ entries: entries.slice(1) }), towards('after')),
    ],
    ['a page upwards that leads nowhere', 'activity.list', tells<Rows>(() => ({ newer: null }), towards('after'))],
    ['a list of all orders', 'releases.list', asks(() => ({ show: 'all' }))],
    ...['reason', 'due', 'currency'].map(
      (name) => [`a list of whatever ${name}`, 'releases.list', asks(() => ({ [name]: null }))] as [string, Procedure, Fault],
    ),
    ['a page back that is upside down', 'releases.list', tells<Lines>(({ lines }) => ({ lines: lines.toReversed() }), towards('previous'))],
    ['a page back that leads nowhere', 'releases.list', tells<Lines>(() => ({ previous: null }), towards('previous'))],
    [
      'a day without its last order',
      'forecast.calendar',
      tells<Calendar>(({ chosen }) => ({ chosen: chosen && { ...chosen, orders: chosen.orders.slice(0, -1) } })),
    ],
    [
      'a reason with its smallest orders first',
      'forecast.why',
      tells<Why>(({ reasons }) => ({ reasons: reasons.map((one) => ({ ...one, orders: one.orders.toReversed() })) })),
    ],
    [
      'an order without its last step',
      'releases.order',
      tells<OrderPage>(({ order }) => ({
        order: { ...order, lines: order.lines.map((line) => ({ ...line, steps: line.steps.slice(0, -1) })) },
      })),
    ],
  ])('%s', async (_what, procedure, fault) => {
    expect(await caught(procedure, faulty(pagesIn(id), fault), facts)).toBe(true)
  })
})
