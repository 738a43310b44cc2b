import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { newMarketplace, paid, upserted } from '#db/test/events.ts'
import { postEvents } from '#server/orders/index.ts'
import { scopeOfMember } from '#server/platform/actor.ts'
import { listenerCount } from '#server/platform/listen.ts'
import { readLive } from './read-live.ts'

const owner = ownerClient(2)
let marketplace = 0
let shops = 0

beforeAll(async () => {
  marketplace = await newMarketplace()
})
afterAll(() => owner.end())

async function shop() {
  const seller = `shop-${++shops}`
  await postEvents(marketplace, [upserted({ seller })])
  const [row] = await owner<[{ id: number }]>`select id from sellers where external_id = ${seller} and marketplace_id = ${marketplace}`
  return { seller, scope: scopeOfMember(row.id, 'viewer') }
}

/** Follows a seller and keeps what came; `next` waits until one more than seen so far has come. */
function follow(scope: ReturnType<typeof scopeOfMember>) {
  const end = new AbortController()
  const states: string[] = []
  let tell = () => {}
  const done = (async () => {
    for await (const state of readLive(scope, end.signal)) {
      states.push(state)
      tell()
    }
  })()
  const until = async (count: number) => {
    const before = performance.now()
    while (states.length < count) await new Promise<void>((told) => (tell = told))
    return performance.now() - before
  }
  return { states, until, stop: () => (end.abort(), done) }
}

/** Ends the connection that listens, as a restart of Postgres does. */
async function cutListening(): Promise<number> {
  const [here] = await owner<[{ name: string }]>`select current_database() as name`
  const superuser = postgres(inject('superuserUrl'), { max: 1 })
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
  expect(page.states).toEqual(['unopened', 'unopened USD1'])
  await page.stop()
})

test('another seller’s posting is not told', async () => {
  const [mine, other] = [await shop(), await shop()]
  const page = follow(mine.scope)
  await page.until(1)
  await postEvents(marketplace, [payment(other.seller, 'a')])
  await postEvents(marketplace, [payment(mine.seller, 'b')])
  await page.until(2)
  expect(page.states).toEqual(['unopened', 'unopened USD1'])
  await page.stop()
})

test('a posting while the listening connection was down is told once it is back', async () => {
  const { seller, scope } = await shop()
  const page = follow(scope)
  await page.until(1)
  expect(await cutListening()).toBe(1)
  await postEvents(marketplace, [payment(seller, 'a')])
  await page.until(2)
  expect(page.states.at(-1)).toBe('unopened USD1')
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
