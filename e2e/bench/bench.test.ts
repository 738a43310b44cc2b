import { describe, expect, test } from 'vitest'
import { Reckoning } from '#db/test/reckoning.ts'
import { drive, median } from './load.ts'
import { mixOf } from './mix.ts'
import { scriptsOf } from './page-js.ts'

const from = Date.UTC(2025, 0, 1)

describe('the mix of events', () => {
  const mix = mixOf({ orders: 3000, sellers: 200, prefix: 'x-', lanes: 4, from })

  test('has the example client’s 0.6 movements an event', () => {
    const reckoning = new Reckoning()
    for (const event of mix.lanes.flat()) reckoning.take(event)
    const movements = [...reckoning.books.values()].reduce((sum, book) => sum + book.movements, 0)
    expect(movements / mix.events).toBeGreaterThan(0.57)
    expect(movements / mix.events).toBeLessThan(0.63)
  })

  test('keeps each seller in one lane, and the lanes even', () => {
    const lanesOf = new Map<string, Set<number>>()
    mix.lanes.forEach((lane, at) => lane.forEach(({ seller_id }) => lanesOf.set(seller_id, (lanesOf.get(seller_id) ?? new Set()).add(at))))
    expect([...lanesOf.values()].every((lanes) => lanes.size === 1)).toBe(true)
    for (const lane of mix.lanes) expect(Math.abs(lane.length / mix.events - 0.25)).toBeLessThan(0.04)
  })

  test('is the same for the same prefix, and shares no id with another', () => {
    const again = mixOf({ orders: 3000, sellers: 200, prefix: 'x-', lanes: 4, from })
    expect(again).toEqual(mix)
    const other = new Set(
      mixOf({ orders: 300, sellers: 20, prefix: 'y-', lanes: 4, from })
        .lanes.flat()
        .map((event) => event.id),
    )
    expect(mix.lanes.flat().some((event) => other.has(event.id))).toBe(false)
  })
})

test('load counts units and ends with the queue; a refusal ends it at once', async () => {
  let left = 100
  const answer = { status: 200, body: '', milliseconds: 2 }
  const next = () => (left-- > 0 ? Promise.resolve(answer) : null)
  const load = await drive({ callers: 7, next, units: () => 3 })
  expect([load.done, load.units, load.p50, load.p99]).toEqual([100, 300, 2, 2])
  const refuse = () => {
    throw new Error('refused')
  }
  await expect(drive({ callers: 2, next: () => Promise.resolve(answer), units: refuse })).rejects.toThrow('refused')
})

test('median of an odd number of rounds is the middle one', () => {
  expect([median([3, 1, 2]), median([5]), median([9, 1, 5, 7, 3])]).toEqual([2, 5, 5])
})

test('a page’s scripts are counted once each, those that its components load too, and none that only an old browser fetches', () => {
  const html = `<script src="/_next/static/chunks/a.js" async></script><script src="/_next/static/chunks/old.js" noModule=""></script>
    <script>self.__next_f.push([1,"3:I[1,[\\"/_next/static/chunks/b.js\\",\\"/_next/static/chunks/a.js\\"]]"])</script>`
  expect(scriptsOf(html)).toEqual(['/_next/static/chunks/a.js', '/_next/static/chunks/b.js'])
})
