import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { instants } from '#db/test/instants.ts'
import { buckets, minor, Reckoning } from '#db/test/reckoning.ts'
import { DAY, dayCode, HOUR, startOfDay } from './calendar.ts'
import { LONGEST, ordersOf } from './orders.ts'
import { type Withdrawal, withdrawals } from './scenes.ts'
import { beginning, completeAt, type Demo, schedule } from './schedule.ts'
import { type Shop, shopOf, shops } from './shops.ts'
import type { WireEvent } from './wire.ts'

const today = Date.parse('2025-11-23T03:20:00Z')
const small: Demo = { seed: 'a', today, scale: 0.01 }

function events(demo: Demo, from = beginning(demo), to = demo.today): WireEvent[] {
  return [...schedule(demo, from, to)].flatMap((posting) => posting.events)
}
const digest = (of: unknown) => createHash('sha256').update(JSON.stringify(of)).digest('hex')
const ids = (of: WireEvent[]) => of.map((event) => event.id).toSorted()

describe('the schedule', { timeout: 30_000 }, () => {
  test('is the same, byte by byte, for the same seed and another for another', () => {
    expect(digest(events(small))).toBe(digest(events(small)))
    expect(digest(events({ ...small, seed: 'b' }))).not.toBe(digest(events(small)))
  })

  test('asked for in parts it is the same events, each once', () => {
    const to = today + 40 * DAY
    const cuts = [beginning(small), today - 77.3 * DAY, today - HOUR, today, today + 1, today + 12.7 * DAY, to]
    const parts = cuts.slice(1).flatMap((cut, n) => events(small, cuts[n], cut))
    expect(ids(parts)).toEqual(ids(events(small, beginning(small), to)))
    expect(new Set(ids(parts)).size).toBe(parts.length)
  })

  test('comes in the order of time, never before it is due and at most twelve hours after', () => {
    let last = 0
    for (const posting of schedule(small, beginning(small), today)) {
      expect(posting.at).toBeGreaterThanOrEqual(last)
      expect(posting.at).toBeLessThanOrEqual(today)
      last = posting.at
      for (const event of posting.events) {
        const late = posting.at - Date.parse(event.occurred_at)
        expect(late).toBeGreaterThanOrEqual(0)
        expect(late).toBeLessThanOrEqual(12 * HOUR)
      }
    }
  })

  test('once a posting is done, nothing that was due before its complete stretch comes after', () => {
    let complete = 0
    for (const posting of schedule(small, beginning(small), today)) {
      const earliest = Math.min(...posting.events.map((event) => Date.parse(event.occurred_at)))
      expect(earliest).toBeGreaterThan(complete)
      complete = completeAt(posting.at)
    }
  })

  test('no order is longer than the stretch that is looked back over', () => {
    for (const shop of shops) {
      for (let day = startOfDay(today) - 100 * DAY; day < today; day += DAY) {
        for (const { due } of ordersOf({ ...shop, ordersADay: Math.min(shop.ordersADay, 20) }, 'long', day, 60)) {
          expect(due).toBeGreaterThanOrEqual(day)
          expect(due - day).toBeLessThan(LONGEST)
        }
      }
    }
  })

  test('order numbers never come twice', () => {
    const busy: Shop = { ...shopOf('large'), ordersADay: 5000 }
    const numbers = ordersOf(busy, 'a', startOfDay(today), 200).filter(({ event }) => event.type === 'order.paid')
    const lines = new Set(numbers.map(({ event }) => event.data.line_id))
    expect(lines.size).toBe(numbers.length)
    expect(lines.size).toBeGreaterThan(5000)
  })
})

test(
  'every event is one that the portal books: causes come first, net = gross − fees, nothing comes after the end',
  { timeout: 30_000 },
  () => {
    const faults: string[] = []
    const lines = new Map<string, LineState>()
    const known = new Set<string>()
    for (const event of events(small, beginning(small), today + 60 * DAY)) {
      if (event.type === 'seller.upserted') known.add(event.seller_id)
      else {
        if (!known.has(event.seller_id)) faults.push(`${event.id}: nobody knows the seller`)
        const before = lines.get(String(event.data.line_id))
        const after = before ? step(before, event) : paid(event)
        if (after === null) faults.push(event.id)
        else lines.set(String(event.data.line_id), after)
      }
    }
    expect(faults).toEqual([])
    expect(lines.size).toBeGreaterThan(2000)
  },
)

type LineState = { released: boolean; cancelled: boolean; held: boolean }

function paid(event: WireEvent): LineState | null {
  const { gross, fees, net } = event.data as { gross: object; fees: { amount: object }[]; net: object }
  const adds = event.type === 'order.paid' && fees.reduce((left, fee) => left - minor(fee.amount), minor(gross)) === minor(net)
  return adds ? { released: false, cancelled: false, held: false } : null
}

/** The line's state after an event; null if the event must not occur. */
function step(line: LineState, event: WireEvent): LineState | null {
  if (line.cancelled || event.type === 'order.paid') return null
  if (event.type === 'order.held') return line.held ? null : { ...line, held: true }
  if (event.type === 'order.unheld') return line.held ? { ...line, held: false } : null
  if (event.type === 'order.released') return line.released || line.held ? null : { ...line, released: true }
  if (event.type === 'order.cancelled') return line.released ? null : { ...line, cancelled: true }
  if (event.type === 'margin.released') return line.released ? line : null
  return line
}

/** The expected date of a line's money: the date that its events name, otherwise fifteen days after delivery. */
class Wait {
  constructor(
    readonly expected = Infinity,
    readonly isNamed = false,
    readonly held = false,
    readonly ended = false,
  ) {}

  after({ type, data }: WireEvent): Wait {
    const named = data.expected_release_at === undefined ? undefined : Date.parse(data.expected_release_at as string)
    const delivered = type === 'order.delivered' && !this.isNamed ? Date.parse(String(data.at)) + 15 * DAY : undefined
    const held = type === 'order.held' || (this.held && type !== 'order.unheld')
    const ended = this.ended || ['order.released', 'order.cancelled', 'order.refunded'].includes(type)
    return new Wait(named ?? delivered ?? this.expected, this.isNamed || named !== undefined, held, ended)
  }
}

const days = [
  '2025-11-23T03:20:00Z',
  '2026-01-01T00:00:00Z',
  '2026-03-21T15:59:59Z',
  '2026-07-05T16:00:00Z',
  '2026-09-30T22:10:00Z',
  '2026-12-02T09:00:00Z',
  '2026-12-20T18:00:00Z',
]

describe.each([...days, ...instants.map(({ at }) => at)])('seeded at %s, in any season', (day) => {
  const demo: Demo = { seed: 'demo', today: Date.parse(day), scale: 0.01 }
  const reckoning = new Reckoning()
  const asked = withdrawals(demo.today)
  const misnamed: string[] = []
  const waiting = new Map<string, Wait>()
  for (const posting of schedule(demo, beginning(demo), demo.today)) {
    while (asked[0] && posting.at > asked[0].at) reckoning.withdraw(asked.shift() as Withdrawal)
    for (const event of posting.events) {
      reckoning.take(event)
      waiting.set(String(event.data.line_id), (waiting.get(String(event.data.line_id)) ?? new Wait()).after(event))
      const paidOn = dayCode(startOfDay(Date.parse(event.occurred_at)))
      if (event.type === 'order.paid' && String(event.data.order_id).slice(2, 8) !== paidOn) misnamed.push(String(event.data.order_id))
    }
  }
  const book = (story: Parameters<typeof shopOf>[0], currency: string) => reckoning.book(shopOf(story).sellerId, currency)

  test('an order’s number names the day in China on which it was paid', () => expect(misnamed).toEqual([]))

  test('no order waits past the day on which its money is expected', () => {
    const late = [...waiting].filter(([, { ended, held, expected }]) => !ended && !held && expected < startOfDay(demo.today))
    expect(late).toEqual([])
  })

  test('no bucket is below zero, and only Taiwan owes', () => {
    for (const one of reckoning.books.values()) {
      for (const bucket of buckets) expect(one[bucket]).toBeGreaterThanOrEqual(0n)
      expect(one.debt > 0n).toBe(one === book('taiwan', 'USD'))
    }
    expect(book('taiwan', 'USD').debt).toBeGreaterThan(50_000n)
  })

  test('Shenzhen has money in every bucket of both currencies', () => {
    for (const currency of ['USD', 'CNY']) {
      const { debt, movements: _, ...held } = book('shenzhen', currency)
      expect(Object.entries(held).filter(([, amount]) => amount === 0n)).toEqual([])
      expect(debt).toBe(0n)
    }
  })

  test('both stores of Hong Kong have RMB and USD', () => {
    for (const store of ['hongkong-home', 'hongkong-outdoor'] as const) {
      for (const currency of ['USD', 'CNY']) expect(book(store, currency).available).toBeGreaterThan(0n)
    }
  })

  test('Germany has had releases, and the quiet shop nothing at all', () => {
    expect(book('germany', 'USD').available).toBeGreaterThan(0n)
    expect(book('quiet', 'USD').movements + book('quiet', 'CNY').movements).toBe(0)
  })
})

test.each(['2025-11-23T03:20:00Z', '2026-03-20T00:00:00Z'])('at %s a tenth of the very large seller is 10,000 movements', (day) => {
  const demo: Demo = { seed: 'demo', today: Date.parse(day), scale: 0.1 }
  const reckoning = new Reckoning()
  for (const event of events(demo)) if (event.seller_id === shopOf('large').sellerId) reckoning.take(event)
  const movements = reckoning.book('yw-wanxiang', 'USD').movements + reckoning.book('yw-wanxiang', 'CNY').movements
  expect(movements).toBeGreaterThanOrEqual(10_000)
  expect(movements).toBeLessThan(12_500)
})
