import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { closed, confirmed, delivered, held, newMarketplace, paid, released, shipped, upserted } from '#db/test/events.ts'
import { memberScope } from '#db/test/scopes.ts'
import { superuserClient } from '#db/test/superuser.ts'
import { sellerIdOf } from '#db/test/sellers.ts'
import { postEvents } from '#server/orders/index.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { listenerCount } from '#server/platform/listen.ts'
import { readLive } from './read-live.ts'

const owner = ownerClient(2)
let marketplace = 0
let shops = 0
let now = 0

beforeAll(async () => {
  marketplace = await newMarketplace()
  const [row] = await owner<[{ ms: number }]>`select (extract(epoch from portal_now()) * 1000)::float8 as ms`
  now = row.ms
})
afterAll(() => owner.end())

async function shop() {
  const seller = `shop-${++shops}`
  await postEvents(marketplace, [upserted({ seller })])
  const sellerId = await sellerIdOf(marketplace, seller)
  return { seller, scope: memberScope(sellerId, 'viewer') }
}

/** Follows a seller and keeps what came, without the day that each state begins with; `next` waits until one more than seen so far has come. */
function follow(scope: MemberScope) {
  const end = new AbortController()
  const states: string[] = []
  const days: string[] = []
  let tell = () => {}
  const done = (async () => {
    for await (const state of readLive(scope, end.signal)) {
      days.push(state.slice(0, 10))
      states.push(state.slice(11))
      tell()
    }
  })()
  const until = async (count: number) => {
    const before = performance.now()
    while (states.length < count) await new Promise<void>((told) => (tell = told))
    return performance.now() - before
  }
  return { states, days, until, stop: () => (end.abort(), done) }
}

/** Ends the connection that listens, as a restart of Postgres does. */
async function cutListening(): Promise<number> {
  const [here] = await owner<[{ name: string }]>`select current_database() as name`
  const superuser = superuserClient()
  const killed = await superuser`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = ${here.name} and usename = 'portal_people' and query ilike 'listen %'`
  await superuser.end()
  return killed.length
}

const payment = (seller: string, order: string) => paid(1_000n, { seller, order: `${seller}-${order}` })

test('gives the state at once, and again within a moment of a posting', async () => {
  const { seller, scope } = await shop()
  const page = follow(scope)
  await page.until(1)
  await postEvents(marketplace, [payment(seller, 'a')])
  expect(await page.until(2)).toBeLessThan(500)
  expect(page.states).toEqual(['unopened 1', 'unopened 1 USD1'])
  await page.stop()
})

test('another seller’s posting is not told', async () => {
  const [mine, other] = [await shop(), await shop()]
  const page = follow(mine.scope)
  await page.until(1)
  await postEvents(marketplace, [payment(other.seller, 'a')])
  await postEvents(marketplace, [payment(mine.seller, 'b')])
  await page.until(2)
  expect(page.states).toEqual(['unopened 1', 'unopened 1 USD1'])
  await page.stop()
})

type Line = { seller: string; order: string }
type Events = Parameters<typeof postEvents>[1]
const day = 86_400_000

test.each<[string, (of: Line) => { before: Events; event: Events }]>([
  ['shipped', (of) => ({ before: [], event: [shipped(of)] })],
  ['delivered', (of) => ({ before: [], event: [delivered(of)] })],
  ['confirmed', (of) => ({ before: [], event: [confirmed(of)] })],
  ['given another expected date', (of) => ({ before: [delivered(of)], event: [delivered({ ...of, expected: now + 9 * day })] })],
  ['held a second time, for longer', (of) => ({ before: [held(of)], event: [held({ ...of, until: now + 9 * day })] })],
])('an order that is %s moves no money, and is told once all the same', async (_what, story) => {
  const { seller, scope } = await shop()
  const { before, event } = story({ seller, order: `${seller}-a` })
  await postEvents(marketplace, [payment(seller, 'a'), ...before])
  const page = follow(scope)
  await page.until(1)
  await postEvents(marketplace, event)
  await page.until(2)
  await postEvents(marketplace, [payment(seller, 'b')])
  await page.until(3)
  const [first, quiet, moved] = page.states.map((state) => state.split(' '))
  expect([first?.[1], quiet?.[1], moved?.[1]]).toEqual(['1', '2', '2'])
  expect(quiet?.[2]).toBe(first?.[2])
  expect(moved?.[2]).not.toBe(quiet?.[2])
  await page.stop()
})

test('an event that was sent before, one that waits for its cause and one that is refused are not told', async () => {
  const { seller, scope } = await shop()
  const once = shipped({ seller, order: `${seller}-a` })
  await postEvents(marketplace, [payment(seller, 'a'), once])
  const page = follow(scope)
  await page.until(1)
  const results = await postEvents(marketplace, [once, shipped({ seller, order: `${seller}-unpaid` }), payment(seller, 'a')])
  expect(results.map(({ status }) => status)).toEqual(['duplicate', 'parked', 'rejected'])
  await postEvents(marketplace, [payment(seller, 'b')])
  await page.until(2)
  expect(page.states).toEqual(['unopened 1 USD1', 'unopened 1 USD2'])
  await page.stop()
})

test('a batch that moves money of one and ships for another tells both once', async () => {
  const [mine, other] = [await shop(), await shop()]
  await postEvents(marketplace, [payment(mine.seller, 'a'), payment(other.seller, 'a')])
  const pages = [follow(mine.scope), follow(other.scope)]
  await Promise.all(pages.map((page) => page.until(1)))
  const line = (seller: string) => ({ seller, order: `${seller}-a` })
  await postEvents(marketplace, [shipped(line(mine.seller)), released(line(mine.seller)), shipped(line(other.seller))])
  await Promise.all(pages.map((page) => page.until(2)))
  expect(pages.map(({ states }) => states)).toEqual([
    ['unopened 1 USD1', 'unopened 1 USD2'],
    ['unopened 1 USD1', 'unopened 2 USD1'],
  ])
  await Promise.all(pages.map((page) => page.stop()))
})

test('a store that the marketplace closes is told', async () => {
  const { seller, scope } = await shop()
  const page = follow(scope)
  await page.until(1)
  await postEvents(marketplace, [closed({ seller })])
  await page.until(2)
  expect(page.states).toEqual(['unopened 1', 'unopened 2'])
  await page.stop()
})

test('a day that ended is another state, told at the next notice; it is the store’s: 26 hours lie between Kiritimati’s and the west’s', async () => {
  const { scope } = await shop()
  const moveTo = (zone: string) => owner`update sellers set time_zone = ${zone} where id = ${scope.sellerId}`
  await moveTo('Pacific/Kiritimati') // whose day differs from the west's at every hour
  const page = follow(scope)
  const told = async (change: Promise<unknown>, count: number) => {
    await change
    await owner`select pg_notify('books', ${String(scope.sellerId)})`
    await page.until(count)
    return Date.parse(page.days.at(-1) ?? '') / day
  }
  await page.until(1)
  const west = await told(moveTo('Etc/GMT+12'), 2)
  const next = await told(owner`update installation set sandbox = true, clock_offset = clock_offset + interval '24 hours'`, 3)
  const east = await told(moveTo('Pacific/Kiritimati'), 4)
  expect(next - west).toBe(1)
  expect(east - next).toBeGreaterThan(0)
  expect(new Set(page.states)).toEqual(new Set(['unopened 1']))
  await owner`update installation set clock_offset = clock_offset - interval '24 hours'`
  await page.stop()
})

test('a posting while the listening connection was down is told once it is back', async () => {
  const { seller, scope } = await shop()
  const page = follow(scope)
  await page.until(1)
  expect(await cutListening()).toBe(1)
  await postEvents(marketplace, [payment(seller, 'a')])
  await page.until(2)
  expect(page.states.at(-1)).toBe('unopened 1 USD1')
  // And it listens again: the next one comes by notice.
  await postEvents(marketplace, [payment(seller, 'b')])
  expect(await page.until(3)).toBeLessThan(500)
  await page.stop()
})

test('fifty pages of one seller share the reading; when they leave nothing stays behind', async () => {
  const { seller, scope } = await shop()
  const pages = Array.from({ length: 50 }, () => follow(scope))
  await Promise.all(pages.map((page) => page.until(1)))
  expect(listenerCount('books')).toBe(1)
  const [before] = await owner<
    [{ calls: bigint }]
  >`select xact_commit::bigint as calls from pg_stat_database where datname = current_database()`
  await postEvents(marketplace, [payment(seller, 'a')])
  await Promise.all(pages.map((page) => page.until(2)))
  const [after] = await owner<
    [{ calls: bigint }]
  >`select xact_commit::bigint as calls from pg_stat_database where datname = current_database()`
  expect(after.calls - before.calls).toBeLessThan(20n)
  await Promise.all(pages.map((page) => page.stop()))
  expect(listenerCount('books')).toBe(0)
})
