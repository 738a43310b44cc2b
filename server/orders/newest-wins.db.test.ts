import { beforeAll, describe, expect, test } from 'vitest'
import * as make from '#db/test/events.ts'
import { ownerClient } from '#db/client.ts'
import type { MarketplaceEvent } from './event.ts'
import { postEvents } from './post-events.ts'

const owner = ownerClient(2)
let marketplace = 0
let shops = 0

beforeAll(async () => {
  marketplace = await make.newMarketplace()
  return () => owner.end()
})

/** A seller of its own for each test. */
async function shop() {
  const seller = `shop-${++shops}`
  const order = `order-${shops}`
  await say(make.upserted({ seller }))
  return { seller, order }
}

async function say(...events: MarketplaceEvent[]) {
  const results = await postEvents(marketplace, events)
  return results.map((result) => (result.problem ? `${result.status} ${result.problem}` : result.status))
}

async function book(seller: string, currency = 'USD') {
  const [row] = await owner<Record<string, bigint>[]>`
    select available, pending, reserve, frozen, debt from books join sellers on sellers.id = seller_id
    where external_id = ${seller} and marketplace_id = ${marketplace} and currency = ${currency}`
  return row
}

/** All orders of a list. */
const orders = <T>(list: readonly T[]): T[][] =>
  list.length === 0 ? [[]] : list.flatMap((one, at) => orders(list.toSpliced(at, 1)).map((rest) => [one, ...rest]))

describe('holds, whatever the order of delivery', () => {
  const at = (second: number) => make.noon + second * 1000
  const lineOf = async (order: string) =>
    (await owner`select state & 16 > 0 as held, hold_reason, hold_until from lines where order_id = ${order}`)[0]

  test('held at 20, unheld at 30, held at 40: frozen in all six orders; released at 50, frozen no more', async () => {
    for (const events of orders([0, 1, 2])) {
      const of = await shop()
      const told = [make.held({ ...of, at: at(20) }), make.unheld({ ...of, at: at(30) }), make.held({ ...of, at: at(40), reason: 'legal' })]
      await say(make.paid(100n, of))
      expect(await say(...events.map((n) => told[n] as MarketplaceEvent))).toEqual(Array(3).fill('posted'))
      expect(await book(of.seller)).toMatchObject({ frozen: 100n, pending: 0n })
      expect(await lineOf(of.order)).toMatchObject({ held: true, hold_reason: 3 })
      await say(make.unheld({ ...of, at: at(50) }))
      expect(await book(of.seller)).toMatchObject({ frozen: 0n, pending: 100n })
      expect(await lineOf(of.order)).toEqual({ held: false, hold_reason: null, hold_until: null })
    }
  })

  test('two holds and two ends do not end a hold of three weeks later', async () => {
    const of = await shop()
    await say(make.paid(100n, of), make.held({ ...of, at: at(1) }), make.held({ ...of, at: at(2) }))
    await say(make.unheld({ ...of, at: at(3) }), make.unheld({ ...of, at: at(4) }), make.held({ ...of, at: at(21 * 86_400) }))
    expect(await book(of.seller)).toMatchObject({ frozen: 100n })
  })

  test('a dispute and a court order are two holds; the shown reason is that of the newest open one', async () => {
    const of = await shop()
    const court = { ...of, hold: 'court' }
    await say(make.paid(100n, of), make.held({ ...court, at: at(1), reason: 'legal', until: at(99) }), make.held({ ...of, at: at(2) }))
    expect(await lineOf(of.order)).toMatchObject({ hold_reason: 1, hold_until: null })
    await say(make.unheld({ ...of, at: at(3) }))
    expect(await lineOf(of.order)).toMatchObject({ held: true, hold_reason: 3, hold_until: new Date(at(99)) })
    expect(await say(make.released(of), make.unheld({ ...court, at: at(4) }))).toEqual(['posted', 'posted'])
    expect(await book(of.seller)).toMatchObject({ available: 100n })
  })

  test('at the same instant order.held wins, and of two holds the one with the greater id', async () => {
    for (const events of orders([0, 1, 2])) {
      const of = await shop()
      const told = [
        make.held({ ...of, id: `a-${shops}`, reason: 'risk' }),
        make.held({ ...of, id: `Z-${shops}`, reason: 'legal' }),
        make.unheld({ ...of, id: `z-${shops}` }),
      ]
      await say(make.paid(100n, of))
      for (const n of events) await say(told[n] as MarketplaceEvent)
      expect(await book(of.seller)).toMatchObject({ frozen: 100n })
      expect(await lineOf(of.order)).toMatchObject({ hold_reason: 2 })
    }
  })
})

describe('of two events of one instant the greater id wins, by bytes, whichever comes first', () => {
  test.each([
    ['in one batch', true],
    ['one after the other', false],
  ])('%s', async (_how, together) => {
    for (const [first, second] of orders(['B', 'a'])) {
      const of = await shop()
      const told = (id: string) => [
        make.upserted({
          seller: of.seller,
          id: `${id}-name-${shops}`,
          at: make.noon + 1,
          name: id,
          ...(id === 'B' && { timeZone: 'Europe/Berlin' }),
        }),
        (id === 'B' ? make.closed : make.reopened)({ seller: of.seller, id: `${id}-door-${shops}` }),
        make.delivered({ ...of, id: `${id}-date-${shops}`, expected: make.noon + (id === 'B' ? 9 : 5) }),
      ]
      await say(make.paid(100n, of))
      if (together) await say(...told(first as string), ...told(second as string))
      else for (const id of [first, second]) await say(...told(id as string))
      const [seller] =
        await owner`select name, upserted_by, closed, closed_by, announced_time_zone, time_zone from sellers where external_id = ${of.seller}`
      expect(seller).toEqual({
        name: 'a',
        upserted_by: `a-name-${shops}`,
        closed: false,
        closed_by: `a-door-${shops}`,
        announced_time_zone: null,
        time_zone: 'Asia/Shanghai',
      })
      const [line] = await owner`select expected_at, expected_by from lines where order_id = ${of.order}`
      expect(line).toEqual({ expected_at: new Date(make.noon + 5), expected_by: `a-date-${shops}` })
    }
  })
})

describe('a parked event is withdrawn', () => {
  test('is as if never sent: its id is free, and its cause wakes nothing', async () => {
    const of = await shop()
    const early = make.released({ ...of, id: `early-w-${shops}` })
    expect(await say(early)).toEqual(['parked'])
    const withdrawn = make.withdrawn(early.id, { seller: of.seller })
    expect(await say(withdrawn, withdrawn)).toEqual(['posted', 'duplicate'])
    expect(await say(make.paid(100n, of))).toEqual(['posted'])
    expect(await book(of.seller)).toMatchObject({ pending: 100n, available: 0n })
    expect(await say(make.shipped({ ...of, id: early.id }))).toEqual(['posted'])
  })

  test('may be of a seller that is never announced, or of the same batch, and another event may take its id', async () => {
    const of = { seller: `typo-${++shops}`, order: `order-${shops}` }
    const stray = make.shipped({ ...of, id: `stray-w-${shops}` })
    const corrected = make.delivered({ ...of, id: stray.id })
    expect(await say(stray, make.withdrawn(stray.id, of), corrected, make.withdrawn(stray.id, of), stray)).toEqual([
      'parked',
      'posted',
      'parked',
      'posted',
      'parked',
    ])
    expect((await owner`select type from parked where id = ${stray.id}`).map(({ type }) => type)).toEqual([3])
  })

  test('that is booked, rejected, unknown or of another seller is not_parked', async () => {
    const [of, other] = [await shop(), await shop()]
    const payment = make.paid(100n, of)
    const early = make.released({ ...of, line: 'late' })
    await say(payment, early)
    const [twice, second] = [make.released({ ...of, line: 'x', at: make.noon - 1 }), make.released({ ...of, line: 'x' })]
    await say(twice, second, make.paid(100n, { ...of, line: 'x' }))
    const refusals = [payment.id, second.id, 'nobody-sent-this'].map((id) => make.withdrawn(id, { seller: of.seller }))
    expect(await say(...refusals, make.withdrawn(early.id, { seller: other.seller }))).toEqual(Array(4).fill('rejected not_parked'))
    expect(await say(early)).toEqual(['parked'])
  })
})
