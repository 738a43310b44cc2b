import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { ordersOf } from '#demo/orders.ts'
import { DAY } from '#demo/calendar.ts'
import { shops } from '#demo/shops.ts'
import type { WireEvent } from '#demo/wire.ts'
import { newCaller, post } from '#db/test/caller.ts'
import { Reckoning } from '#db/test/reckoning.ts'
import { verify } from '#server/ledger/index.ts'
import { verifyLines } from '#server/orders/index.ts'

// A backend's whole season through the signed API: in order, all of it again, every call three times, and out of order. The
// balances are those of a reckoning that shares no code with the portal.

const owner = ownerClient()
let caller: Awaited<ReturnType<typeof newCaller>>
beforeAll(async () => {
  caller = await newCaller()
})
afterAll(() => owner.end())

const start = Date.parse('2026-05-01T16:00:00Z')

/** Sixty days of orders of every demo shop, each order's story to its end; ids and names carry the prefix. */
function season(prefix: string): WireEvent[] {
  const dues = shops.flatMap((shop) => {
    const busy = { ...shop, ordersADay: Math.min(shop.ordersADay, 6) }
    return Array.from({ length: 60 }, (_, day) => ordersOf(busy, 'replay', start + day * DAY, 60)).flat()
  })
  const events = dues.toSorted((a, b) => a.due - b.due || (a.event.id < b.event.id ? -1 : 1)).map(({ event }) => event)
  const named = events.map((event) => {
    const { order_id, line_id, refund_id, ...rest } = event.data as Record<string, string>
    const data = { ...rest, order_id: prefix + order_id, line_id, ...(refund_id === undefined ? {} : { refund_id }) }
    return { ...event, id: prefix + event.id, seller_id: prefix + event.seller_id, data }
  })
  const sellers = [...new Set(named.map((event) => event.seller_id))].map((seller_id) => ({
    id: `${seller_id}-upserted`,
    type: 'seller.upserted',
    occurred_at: '2026-01-01T00:00:00Z',
    seller_id,
    data: { name: seller_id, region: 'CN' },
  }))
  return [...sellers, ...named]
}

/** Posts by four connections; gives back how many results had each status. */
async function replay(events: readonly WireEvent[], { size = 200, repeat = 1, laneOf = bySeller } = {}): Promise<Record<string, number>> {
  const tally: Record<string, number> = {}
  const lanes = Array.from({ length: 4 }, (_, lane) => events.filter((event, at) => laneOf(event, at) % 4 === lane))
  await Promise.all(
    lanes.map(async (lane) => {
      for (let at = 0; at < lane.length; at += size) {
        for (let n = 0; n < repeat; n++) {
          const { status, body } = await post(caller, lane.slice(at, at + size))
          expect(status).toBe(200)
          for (const result of body.results) tally[result.status] = (tally[result.status] ?? 0) + 1
        }
      }
    }),
  )
  return tally
}

const bySeller = (event: WireEvent, _at: number) => hash(event.seller_id)
const byTurns = (_event: WireEvent, at: number) => at
const hash = (text: string) => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7)

async function compare(events: readonly WireEvent[]): Promise<number> {
  const want = new Reckoning()
  for (const event of events) want.take(event)
  for (const [key, book] of want.books) {
    const [seller, currency] = key.split(' ') as [string, string]
    const [got] = await owner`
      select available, processing, pending, reserve, frozen, -debt as debt from books join sellers on sellers.id = seller_id
      where external_id = ${seller} and marketplace_id = ${caller.marketplaceId} and currency = ${currency}`
    const { movements: _, ...buckets } = book
    expect(got, key).toEqual(buckets)
  }
  return want.books.size
}

test('every event is booked once when all of them are sent in order twice', async () => {
  const events = season('x-')
  expect(await replay(events)).toEqual({ posted: events.length })
  expect(await replay(events)).toEqual({ duplicate: events.length })
  expect(await compare(events)).toBeGreaterThan(8)
})

test('every event is booked once when each call is sent three times', async () => {
  const events = season('y-')
  expect(await replay(events, { repeat: 3, size: 97 })).toEqual({ posted: events.length, duplicate: 2 * events.length })
  await compare(events)
})

test('sent out of order over all connections, the balances are the same and no event stays parked', async () => {
  const events = season('z-')
  const mixed = events
    .map((event) => [hash(`7${event.id}`), event] as const)
    .toSorted((a, b) => a[0] - b[0])
    .map(([, event]) => event)
  const tally = await replay(mixed, { size: 150, laneOf: byTurns })
  expect(tally.rejected ?? 0).toBe(0)
  expect(tally.parked).toBeGreaterThan(100)
  await compare(events)
  expect([...(await owner`select id from parked`)]).toEqual([])
})

test('afterwards the books equal the sums of their movements', async () => {
  const { breaks, movements } = await verify()
  expect(breaks).toEqual([])
  expect(movements).toBeGreaterThan(1_000)
  expect((await verifyLines()).breaks).toEqual([])
})

test('negative control: with one event less the comparison differs', async () => {
  const events = season('x-')
  const last = events.findLastIndex((event) => event.type === 'order.released')
  await expect(compare(events.toSpliced(last, 1))).rejects.toThrow('x-')
})
