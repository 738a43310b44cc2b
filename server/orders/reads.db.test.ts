import { beforeAll, describe, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import * as make from '#db/test/events.ts'
import { setClock } from '#db/test/sellers.ts'
import { reconcileDay } from '#server/reconciliation/index.ts'
import { getEvent, getOrder as orderPage, listEvents, postEvents, settleStranded, watchParked } from './index.ts'
import { keyed } from './keys.ts'
import { preserve } from './parked.ts'

const owner = ownerClient()
const day = 86_400_000
const getOrder = async (marketplaceId: number, orderId: string) =>
  (await orderPage(marketplaceId, orderId, { limit: 1000, after: null }))?.lines ?? null
let marketplace = 0
let other = 0
beforeAll(async () => {
  marketplace = await make.newMarketplace()
  other = await make.newMarketplace()
  await setClock('2026-11-02T01:00:00Z')
  await postEvents(marketplace, [make.upserted({ seller: 'a' }), make.upserted({ seller: 'b' })])
  await postEvents(other, [make.upserted({ seller: 'a' })])
  return () => owner.end()
})

describe('an order', () => {
  test('has its lines of several sellers with waterfall, status, expected date and timeline', async () => {
    await postEvents(marketplace, [
      make.paid(9_000n, { seller: 'a', order: 'o1', line: '1', fee: 1_000n, id: 'p1' }),
      make.paid(500n, { seller: 'b', order: 'o1', line: '2', expected: make.noon + 3 * day }),
      make.delivered({ seller: 'a', order: 'o1', line: '1', at: make.noon + 1, when: make.noon + 1 }),
      make.refunded(2_000n, { seller: 'a', order: 'o1', line: '1', at: make.noon + 2 }),
    ])
    const lines = await getOrder(marketplace, 'o1')
    expect(lines).toHaveLength(2)
    expect(lines?.[0]).toMatchObject({
      lineId: '1',
      sellerId: 'a',
      status: 'delivered',
      gross: 10_000n,
      net: 9_000n,
      refunded: 2_000n,
      received: 7_000n,
      fees: [{ kind: 'commission', minor: 1_000n }],
      // Delivered + the protection period of 15 days.
      expectedReleaseAt: make.noon + 1 + 15 * day,
    })
    expect(lines?.[0]?.timeline.map((entry) => entry.type)).toEqual(['order.paid', 'order.delivered', 'order.refunded'])
    expect(lines?.[1]).toMatchObject({ status: 'awaiting_shipment', expectedReleaseAt: make.noon + 3 * day, fees: [] })
  })

  test('of a closed store is expected 180 days after shipment', async () => {
    const at = { seller: 'gone', order: 'closed-1' }
    await postEvents(marketplace, [
      make.upserted({ seller: 'gone' }),
      make.paid(10n, at),
      make.shipped({ ...at, when: make.noon - 3 * day }),
      make.delivered(at),
    ])
    expect(await getOrder(marketplace, at.order)).toMatchObject([{ expectedReleaseAt: make.noon + 15 * day }])
    await postEvents(marketplace, [make.closed({ seller: 'gone' })])
    expect(await getOrder(marketplace, at.order)).toMatchObject([{ expectedReleaseAt: make.noon + 177 * day }])
  })

  test.each([
    ['held', 'dispute', (at: object) => make.refunded(1n, at)],
    ['refunded', null, (at: object) => make.refunded(10n, at)],
    ['cancelled', null, (at: object) => make.cancelled(at)],
  ])('shows a reason only while it is held: %s, %s', async (status, reason, after) => {
    const at = { seller: 'a', order: `reason-${status}` }
    await postEvents(marketplace, [make.paid(10n, at), make.held(at), after(at)])
    expect(await getOrder(marketplace, at.order)).toMatchObject([{ status, reason }])
  })

  test('has one timeline, in any order of delivery of two events of one instant', async () => {
    const types = []
    for (const turned of [false, true]) {
      const at = { seller: 'a', order: `timeline-${String(turned)}` }
      const said = [make.shipped(at), make.delivered(at), make.held(at)]
      await postEvents(marketplace, [make.paid(10n, at)])
      for (const event of turned ? said.toReversed() : said) await postEvents(marketplace, [event])
      types.push((await getOrder(marketplace, at.order))?.[0]?.timeline.map(({ type }) => type))
    }
    expect(types[0]).toEqual(['order.paid', 'order.shipped', 'order.delivered', 'order.held'])
    expect(types[1]).toEqual(types[0])
  })

  test('is not visible to another marketplace', async () => {
    expect(await getOrder(other, 'o1')).toBe(null)
    expect(await getEvent(other, 'p1')).toBe(null)
  })

  test.each([
    ['in_transit', [make.shipped]],
    ['confirmed', [make.shipped, make.delivered, make.confirmed]],
    ['held', [make.shipped, make.held]],
    ['released', [make.released]],
    ['cancelled', [make.cancelled]],
  ])('shows %s', async (status, after) => {
    const at = { seller: 'a', order: `status-${status}` }
    await postEvents(marketplace, [make.paid(10n, at), ...after.map((one) => one(at))])
    expect(await getOrder(marketplace, at.order)).toMatchObject([{ status, reason: status === 'held' ? 'dispute' : null }])
  })

  test('shows refunded when nothing is left', async () => {
    const at = { seller: 'a', order: 'status-refunded' }
    await postEvents(marketplace, [make.paid(10n, at), make.released(at), make.refunded(10n, at)])
    expect(await getOrder(marketplace, at.order)).toMatchObject([{ status: 'refunded', received: 0n }])
  })
})

describe('events that wait or failed', () => {
  test('are listed newest first, page by page, without those of another marketplace', async () => {
    const early = [1, 2, 3].map((n) => make.released({ seller: 'a', order: `early-${n}`, id: `early-${n}` }))
    for (const event of early) await postEvents(marketplace, [event])
    await postEvents(other, [make.released({ seller: 'a', order: 'early', id: 'early-1' })])
    const first = await listEvents(marketplace, 'parked', { limit: 2, after: null })
    expect(first?.map((event) => event.id)).toEqual(['early-3', 'early-2'])
    expect((await listEvents(marketplace, 'parked', { limit: 2, after: 'early-2' }))?.map((event) => event.id)).toEqual(['early-1'])
    expect(await getEvent(marketplace, 'early-1')).toMatchObject({ status: 'parked', bookedAt: null, type: 'order.released' })
  })

  test('one that could not be booked is listed as rejected with its problem', async () => {
    const at = { seller: 'a', order: 'impossible' }
    await postEvents(marketplace, [
      make.released({ ...at, id: 'late-release' }),
      make.cancelled({ ...at, at: make.noon - 1 }),
      make.paid(5n, at),
    ])
    expect(await getEvent(marketplace, 'late-release')).toMatchObject({ status: 'rejected', problem: 'line_cancelled' })
    expect(await listEvents(marketplace, 'rejected', { limit: 5, after: null })).toMatchObject([{ id: 'late-release' }])
  })

  test('raise an alert after a day', async () => {
    expect((await watchParked()).count).toBe(4)
    await setClock('2026-11-03T02:00:00Z')
    expect((await watchParked()).oldestAge).toBeGreaterThan(day)
  })

  test('a parked event whose line another seller paid concurrently is found and rejected', async () => {
    const at = { seller: 'a', order: 'stranded' }
    await postEvents(marketplace, [make.paid(5n, at)])
    const entry = keyed(marketplace, make.shipped({ ...at, seller: 'b', id: 'stranded' }))
    await owner`
      insert into parked (occurred_at, seller_id, type, key, hash, line, id, waits_for, event)
      select now(), id, 3, ${entry.key}::uuid, ${entry.event.hash}::uuid, ${entry.line}::uuid, 'stranded', 2, ${preserve(entry.event)}::text::jsonb
      from sellers where external_id = 'b' and marketplace_id = ${marketplace}`
    expect(await settleStranded()).toBe(1)
    expect(await getEvent(marketplace, 'stranded')).toMatchObject({ status: 'rejected', problem: 'wrong_seller' })
    expect(await settleStranded()).toBe(0)
  })
})

describe('a day of the marketplace', () => {
  test('opening + sums = closing, counted by type, in the marketplace’s zone', async () => {
    await setClock('2026-11-05T15:59:00Z')
    await postEvents(marketplace, [make.paid(1_000n, { seller: 'a', order: 'r1' }), make.paid(300n, { seller: 'b', order: 'r2' })])
    await setClock('2026-11-05T16:01:00Z')
    await postEvents(marketplace, [
      make.released({ seller: 'a', order: 'r1' }),
      make.shipped({ seller: 'b', order: 'r2' }),
      make.refunded(100n, { seller: 'a', order: 'r1' }),
    ])
    const usd = async (date: string) => (await reconcileDay(marketplace, date))?.find((one) => one.currency === 'USD')
    const [fifth, sixth] = [await usd('2026-11-05'), await usd('2026-11-06')]
    expect(fifth?.byType).toEqual([{ type: 'order.paid', count: 2, sum: 1_300n, moved: 1_300n }])
    expect(sixth?.byType).toEqual([
      { type: 'order.shipped', count: 1, sum: 0n, moved: 0n },
      { type: 'order.released', count: 1, sum: 0n, moved: 1_000n },
      { type: 'order.refunded', count: 1, sum: -100n, moved: 100n },
    ])
    expect(fifth?.closing).toBe(sixth?.opening)
    expect(sixth?.closing).toBe((sixth?.opening ?? 0n) - 100n)
    expect(fifth?.closing).toBe((fifth?.opening ?? 0n) + 1_300n)
    expect(await reconcileDay(marketplace, '2027-01-01')).toBe(null)
  })
})
