import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import {
  cancelled,
  confirmed,
  delivered,
  held,
  newMarketplace,
  noon,
  paid,
  refunded,
  released,
  shipped,
  upserted,
} from '#db/test/events.ts'
import { newCause, payWithdrawal, postAsOwner, requestWithdrawal } from '#db/test/withdrawals.ts'
import { memberScope } from '#db/test/scopes.ts'
import { sellerIdOf } from '#db/test/sellers.ts'
import { postEvents } from '#server/orders/index.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { readCalendar } from './read-calendar.ts'
import { readWhy } from './read-why.ts'

const owner = ownerClient(2)
const day = 86_400_000
let marketplace = 0
let now = 0

beforeAll(async () => {
  marketplace = await newMarketplace()
  const [row] = await owner<[{ ms: number }]>`select (extract(epoch from portal_now()) * 1000)::float8 as ms`
  now = row.ms
})

afterAll(() => owner.end())

async function shop(name: string, timeZone?: string): Promise<MemberScope> {
  await postEvents(marketplace, [upserted({ seller: name, ...(timeZone ? { timeZone } : {}) })])
  return memberScope(await sellerIdOf(marketplace, name), 'viewer')
}

/** YYYY-MM-DD in Shanghai, so many days from now. */
const shanghai = (days: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(now + days * day)

describe('one of everything', () => {
  const seller = 'everything'
  const of = (order: string) => ({ seller, order })
  let scope: MemberScope

  beforeAll(async () => {
    scope = await shop(seller)
    // 10.00 waits for shipment, 20.00 is on its way, 30.00 arrived today, 40.00 arrived 5 days ago and is confirmed, 50.00 is in
    // dispute for 20 more days though expected in 10, 60.00 under review, 70.00 due since yesterday, 80.00 out but for 4.00 of margin.
    await postEvents(marketplace, [
      paid(1_000n, of('a')),
      paid(2_000n, of('b')),
      shipped(of('b')),
      paid(3_000n, of('c')),
      shipped(of('c')),
      delivered({ ...of('c'), when: now }),
      paid(4_000n, of('d')),
      delivered({ ...of('d'), when: now - 5 * day }),
      confirmed(of('d')),
      paid(5_000n, { ...of('e'), expected: now + 10 * day }),
      held({ ...of('e'), reason: 'dispute', until: now + 20 * day }),
      paid(6_000n, of('f')),
      held({ ...of('f'), reason: 'risk', until: now + day }),
      paid(7_000n, of('g')),
      delivered({ ...of('g'), when: now - 16 * day }),
      paid(8_000n, of('h')),
      released({ ...of('h'), margin: 400n }),
      paid(9_900n, of('i')),
      cancelled(of('i')),
      paid(123n, { ...of('cny'), currency: 'CNY' }),
    ])
    await owner`update lines set margin_until = to_timestamp(${now + 45 * day}::float8 / 1000) where order_id = 'h' and seller_id = ${scope.sellerId}`
  })

  test('the calendar has each on its day: 30.00 in 15 days, 40.00 in 10, 50.00 at risk in 20, 70.00 past, the margin’s 4.00 later', async () => {
    const calendar = await readCalendar(scope, { currency: 'USD', horizon: 30, on: null })
    const dated = calendar.days.filter(({ lines }) => lines > 0).map(({ day: on, confirmed: sure, atRisk }) => [on, sure, atRisk])
    expect(dated).toEqual([
      [shanghai(10), '40.00', '0.00'],
      [shanghai(15), '30.00', '0.00'],
      [shanghai(20), '0.00', '50.00'],
    ])
    expect(calendar.days[0]?.day).toBe(shanghai(0))
    expect(calendar.past).toMatchObject({ confirmed: '0.00', atRisk: '70.00', lines: 1 })
    expect(calendar.later).toMatchObject({ margin: '4.00', lines: 1 })
    expect(calendar.undated).toMatchObject({ atRisk: '90.00', lines: 3 })
    expect(calendar.balance).toMatchObject({ pending: '170.00', frozen: '110.00', reserve: '4.00' })
    const far = await readCalendar(scope, { currency: 'USD', horizon: 60, on: null })
    expect(far.days.find(({ day: on }) => on === shanghai(45))).toMatchObject({ margin: '4.00' })
    expect(far.later.lines).toBe(0)
  })

  test('the orders of a day, and of what lies outside of the days', async () => {
    const orders = async (on: Parameters<typeof readCalendar>[1]['on']) => {
      const { chosen } = await readCalendar(scope, { currency: 'USD', horizon: 30, on })
      return chosen?.orders.map(({ orderId, amount, reason }) => `${orderId} ${amount} ${reason}`)
    }
    expect(await orders(shanghai(20))).toEqual(['e 50.00 dispute'])
    expect(await orders(shanghai(15))).toEqual(['c 30.00 protection'])
    expect(await orders('past')).toEqual(['g 70.00 overdue'])
    expect(await orders('later')).toEqual(['h 4.00 margin'])
    expect(await orders('undated')).toEqual(['f 60.00 risk', 'b 20.00 delivery', 'a 10.00 shipment'])
    expect(await orders(shanghai(1))).toEqual([])
    expect(await orders(shanghai(45))).toBe(undefined)
  })

  test('why: 170.00 + 110.00 + 4.00 are not there, by reason, the largest first, with who must act', async () => {
    const why = await readWhy(scope, 'USD')
    expect(why.missing).toBe('284.00')
    expect(why.reasons.map(({ reason, amount, acts }) => `${reason} ${amount} ${acts}`)).toEqual([
      'overdue 70.00 marketplace',
      'risk 60.00 marketplace',
      'dispute 50.00 you',
      'releasing 40.00 marketplace',
      'protection 30.00 buyer',
      'delivery 20.00 carrier',
      'shipment 10.00 you',
      'margin 4.00 nobody',
    ])
    const dispute = why.reasons[2]
    expect(dispute).toMatchObject({ days: { first: shanghai(20), last: shanghai(20) }, lines: 1, undated: 0 })
    expect(dispute?.orders).toMatchObject([{ orderId: 'e', amount: '50.00' }])
    expect((await readWhy(scope, 'CNY')).reasons).toMatchObject([{ reason: 'shipment', amount: '1.23', undated: 1 }])
  })

  test('another seller sees none of it', async () => {
    const stranger = await shop('stranger')
    expect((await readWhy(stranger, 'USD')).reasons).toEqual([])
    const calendar = await readCalendar(stranger, { currency: 'USD', horizon: 90, on: 'undated' })
    expect([calendar.within, calendar.past, calendar.later, calendar.undated].map(({ lines }) => lines)).toEqual([0, 0, 0, 0])
    expect(calendar.chosen?.orders).toEqual([])
  })
})

test('a debt is explained by its refund: 100.00 went to the bank, 100.00 were refunded, 30.00 repaid since, so 70.00 of that refund', async () => {
  const seller = 'debtor'
  const scope = await shop(seller)
  await postEvents(marketplace, [paid(10_000n, { seller, order: 'debt-1' }), released({ seller, order: 'debt-1' })])
  const withdrawal = { sellerId: scope.sellerId, currency: 'USD', amount: 10_000n, at: noon }
  const cause = await requestWithdrawal(withdrawal)
  expect((await readWhy(scope, 'USD')).reasons).toMatchObject([{ reason: 'processing', amount: '100.00', acts: 'bank' }])
  await payWithdrawal({ ...withdrawal, cause })
  await postEvents(marketplace, [
    refunded(10_000n, { seller, order: 'debt-1' }),
    paid(3_000n, { seller, order: 'debt-2' }),
    released({ seller, order: 'debt-2' }),
  ])
  const why = await readWhy(scope, 'USD')
  expect(why.missing).toBe('-70.00')
  expect(why.reasons).toMatchObject([{ reason: 'debt', amount: '-70.00', causes: [{ orderId: 'debt-1', amount: '70.00' }] }])
})

test('a case that froze all of 50.00 is in the calendar: 50.00 with no date, of no order', async () => {
  const seller = 'investigated'
  const scope = await shop(seller)
  await postEvents(marketplace, [paid(5_000n, { seller, order: 'case-1' }), released({ seller, order: 'case-1' })])
  const ofCase = { sellerId: scope.sellerId, currency: 'USD', occurredAt: noon, cause: newCause(), line: null }
  await postAsOwner([{ ...ofCase, kind: 'case_frozen', from: 'available', to: 'frozen', amount: 5_000n }])
  const calendar = await readCalendar(scope, { currency: 'USD', horizon: 30, on: 'undated' })
  expect(calendar).toMatchObject({ isEmpty: false, waiting: '50.00', undated: { atRisk: '50.00', lines: 0 } })
  expect(calendar.chosen).toMatchObject({ expected: { isEmpty: false }, orders: [], cases: '50.00' })
})

test('25 refunds of 10.00 with nothing available are a debt of 250.00: ten are named with 100.00, and 15 more make the other 150.00', async () => {
  const seller = 'deep'
  const scope = await shop(seller)
  await postEvents(marketplace, [paid(25_000n, { seller, order: 'deep-1' }), released({ seller, order: 'deep-1' })])
  const withdrawal = { sellerId: scope.sellerId, currency: 'USD', amount: 25_000n, at: noon }
  await payWithdrawal({ ...withdrawal, cause: await requestWithdrawal(withdrawal) })
  const refunds = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, n) => refunded(1_000n, { seller, order: 'deep-1', at: noon + from + n }))
  const debt = async () => (await readWhy(scope, 'USD')).reasons[0]
  await postEvents(marketplace, refunds(1, 10))
  expect(await debt()).toMatchObject({ amount: '-100.00', moreCauses: null })
  await postEvents(marketplace, refunds(11, 25))
  const all = await debt()
  expect(all).toMatchObject({ amount: '-250.00', moreCauses: { count: 15, amount: '150.00' } })
  expect(all?.causes.map(({ amount }) => amount)).toEqual(Array.from({ length: 10 }, () => '10.00'))
  // 245.00 repay the oldest first: of all those refunds the newest is left, half of it.
  await postEvents(marketplace, [paid(24_500n, { seller, order: 'deep-2' }), released({ seller, order: 'deep-2' })])
  expect(await debt()).toMatchObject({ amount: '-5.00', causes: [{ amount: '5.00' }], moreCauses: null })
})

test('the day is the seller’s: in Los Angeles the same hour is another day than in Auckland', async () => {
  const at = Math.floor(now / day) * day + 10 * day + 8 * 3_600_000
  for (const [zone, seller] of [
    ['America/Los_Angeles', 'west'],
    ['Pacific/Auckland', 'east'],
  ] as const) {
    const scope = await shop(seller, zone)
    await postEvents(marketplace, [paid(100n, { seller, order: `${seller}-1`, expected: at })])
    const { days } = await readCalendar(scope, { currency: 'USD', horizon: 30, on: null })
    const local = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at)
    expect(days.filter(({ lines }) => lines > 0).map((one) => one.day)).toEqual([local])
  }
})
