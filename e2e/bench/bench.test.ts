import { readdirSync } from 'node:fs'
import { basename, dirname, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { Reckoning } from '#db/test/reckoning.ts'
import { storePaths } from '#server/platform/paths.ts'
import { type Report, scoresOf } from './lighthouse.ts'
import { drive, median, p95 } from './load.ts'
import { mixOf } from './mix.ts'
import { pages, scriptsOf } from './page-js.ts'

const from = Date.UTC(2025, 0, 1)

describe('the mix of events', () => {
  const mix = mixOf({ orders: 3000, sellers: 200, prefix: 'x-', lanes: 4, from })

  test('has 0.6 movements an event, as the example client', () => {
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

  test('is the same for the same prefix, and shares no id with another prefix', () => {
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

test('a load run counts units and ends with the queue, or at once with a refusal', async () => {
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

test('the p95 of 200 figures is the 191st, of one figure that figure', () => {
  expect(p95(Array.from({ length: 200 }, (_, n) => 200 - n))).toBe(191)
  expect(p95([7])).toBe(7)
})

test('each script of a page is counted once, with those that its components load and without nomodule ones', () => {
  const html = `<script src="/_next/static/chunks/a.js" async></script><script src="/_next/static/chunks/old.js" noModule=""></script>
    <script>self.__next_f.push([1,"3:I[1,[\\"/_next/static/chunks/b.js\\",\\"/_next/static/chunks/a.js\\"]]"])</script>`
  expect(scriptsOf(html)).toEqual(['/_next/static/chunks/a.js', '/_next/static/chunks/b.js'])
})

describe('the pages whose script is weighed', () => {
  const folder = fileURLToPath(new URL('../../app/(portal)', import.meta.url))
  const routes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => basename(file) === 'page.tsx')
    .map((file) =>
      dirname(file)
        .split(sep)
        .filter((part) => !/^[.(]/.test(part)),
    )
    .filter((route) => !route.some((part) => part.startsWith('[...'))) // the catch-all route shows the 404 page

  const store = storePaths('4kd7wz2m9q')

  /** Routes that match none of these addresses. An address counts for the matching route with the most fixed segments. */
  function without(addresses: readonly string[]): string[] {
    const own = (route: readonly string[]) => route.filter((part) => !part.startsWith('[')).length
    const takes = (address: string) => {
      const parts = (address.split('?')[0] ?? '').split('/').filter(Boolean)
      const fitting = routes.filter(
        (route) => route.length === parts.length && route.every((part, n) => part.startsWith('[') || part === parts[n]),
      )
      return fitting.toSorted((a, b) => own(b) - own(a))[0]
    }
    const taken = new Set(addresses.map(takes))
    return routes.filter((route) => !taken.has(route)).map((route) => `/${route.join('/')}`)
  }

  test('are all pages of a store', () => {
    expect(routes.length).toBeGreaterThan(10)
    expect(without(Object.values(pages).map((address) => address(store)))).toEqual([])
  })

  test('would be missed: a day’s page does not stand for an entry’s', () => {
    const addresses = Object.values(pages).map((address) => address(store))
    expect(without(addresses.filter((page) => !page.endsWith('/1')))).toEqual(['/[store]/activity/[currency]/[version]'])
  })
})

describe('what Lighthouse says', () => {
  const report = (contrast: number | null): Report => ({
    categories: {
      performance: { score: 0.974, auditRefs: [{ id: 'slow', weight: 10 }] },
      accessibility: { score: contrast, auditRefs: [{ id: 'contrast', weight: 7 }] },
      'best-practices': { score: 1, auditRefs: [{ id: 'unscored', weight: 0 }] },
    },
    audits: {
      slow: { title: 'Largest Contentful Paint', displayValue: '2.4 s', score: 0.89 },
      contrast: { title: 'Contrast is not sufficient', score: contrast },
      unscored: { title: 'Nobody counts it', score: 0 },
    },
  })

  test('gives scores of 100, and each fault by name', () => {
    const scores = { performance: 97, accessibility: 50, 'best-practices': 100 }
    const faults = ['performance: slow (2.4 s)', 'accessibility: contrast (Contrast is not sufficient)']
    expect(scoresOf(report(0.5))).toEqual({ ...scores, faults })
    expect(scoresOf(report(1)).faults).toEqual(['performance: slow (2.4 s)'])
  })

  test('gives no score where the page was not loaded', () => {
    expect(() => scoresOf(report(null))).toThrow('no score for accessibility')
  })
})
