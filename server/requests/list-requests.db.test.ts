import { afterAll, beforeAll, expect, test } from 'vitest'
import { newMarketplace, paid, shipped, upserted } from '#db/test/events.ts'
import { closePeople, makeUser, owner } from '#db/test/people.ts'
import { memberScope } from '#db/test/scopes.ts'
import { postEvents } from '#server/orders/index.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { stateOf } from '#server/sellers/index.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { askRelease } from './ask-release.ts'
import { listRequests, type RequestPage } from './list-requests.ts'
import type { ListQuery } from './schema.ts'

const count = 130
let scope: MemberScope
let stranger: MemberScope
const order = (n: number) => `o${String(n).padStart(3, '0')}`

beforeAll(async () => {
  const marketplace = await newMarketplace()
  await postEvents(marketplace, [upserted({ seller: 'shop' }), upserted({ seller: 'other' })])
  const orders = Array.from({ length: count + 1 }, (_, n) => ({ seller: 'shop', order: order(n) }))
  await postEvents(marketplace, [...orders.map((of) => paid(1_000n, of)), ...orders.map((of) => shipped(of))])
  const rows = await owner()<{ id: number; name: string }[]>`
    select id, external_id as name from sellers where marketplace_id = ${marketplace}`
  const { id: userId } = await makeUser()
  const of = (name: string) => memberScope(rows.find((row) => row.name === name)?.id ?? 0, 'owner', { marketplaceId: marketplace, userId })
  ;[scope, stranger] = [of('shop'), of('other')]
  // Three of each instant, so that the order within an instant counts too.
  await owner()`
    insert into release_requests (seller_id, line, asked_by, asked_name, note, asked_at)
    select ${scope.sellerId}, key, ${scope.userId}, 'Mei', '', now() - (substr(order_id, 2)::int / 3) * interval '1 minute'
    from lines where order_id <> ${order(count)}`
})
afterAll(closePeople)

const list = (place: ListQuery['place'], who = scope) => listRequests(who, { place, limit: 25 })

/** Every page from one on, until there is none in that direction. */
async function pages(first: RequestPage, way: 'next' | 'previous'): Promise<RequestPage[]> {
  const all = [first]
  for (let key = first[way]; key; key = all.at(-1)![way]) all.push(await list(way === 'next' ? { next: key } : { previous: key }))
  return all
}

const ids = (all: readonly RequestPage[]) => all.flatMap(({ requests }) => requests.map(({ id }) => id))

test('all 130 requests are on six pages of 25, newest first, and the same ones on the way back', async () => {
  const down = await pages(await list(null), 'next')
  expect(down.map(({ requests }) => requests.length)).toEqual([25, 25, 25, 25, 25, 5])
  expect(new Set(ids(down)).size).toBe(count)
  const times = down.flatMap(({ requests }) => requests.map(({ askedAt }) => askedAt))
  expect(times).toEqual(times.toSorted((a, b) => b - a))
  const up = await pages(down.at(-1)!, 'previous')
  expect(ids(up.toReversed())).toEqual(ids(down))
  expect([down[0]?.previous, down.at(-1)?.next, up.at(-1)?.previous]).toEqual([null, null, null])
})

test('a page can begin with any request, also with one beyond the hundredth: an order leads to its own', async () => {
  const all = ids(await pages(await list(null), 'next'))
  const far = await list({ at: all[120]! })
  expect(ids([far])).toEqual(all.slice(120))
  expect([far.previous, far.next]).toEqual([all[120], null])
  expect(ids([await list({ previous: all[120]! })])).toEqual(all.slice(95, 120))
  expect(await list({ at: all[0]! })).toMatchObject({ previous: null, next: all[24] })
})

test('another seller’s request begins no page', async () => {
  const [first] = ids([await list(null)])
  for (const place of [{ at: first! }, { next: first! }, { previous: first! }])
    expect(await list(place, stranger)).toMatchObject({ requests: [], next: null })
})

test('a request and a decision each change the state of the seller’s pages, once, and tell nobody else', async () => {
  const states = () => Promise.all([scope, stranger].map((one) => sellerRead(one, (tx) => stateOf(tx, one))))
  const heard: string[] = []
  const ear = await owner().listen('books', (payload) => heard.push(payload))
  const seen = [await states()]
  const asked = await askRelease(
    scope,
    { name: 'Mei' },
    { orderId: order(count), lineId: 'line', note: '', files: [Buffer.from('%PDF-1.7')] },
  )
  expect(asked).toMatchObject({ ok: true })
  seen.push(await states())
  await owner()`
    update release_requests set decision = 'granted', decided_at = portal_now()
    where seller_id = ${scope.sellerId} and id = ${asked.ok ? asked.id : null}`
  seen.push(await states())
  const [mine, theirs] = [seen.map(([one]) => one), seen.map(([, one]) => one)]
  expect(new Set(mine).size).toBe(3)
  expect(new Set(theirs).size).toBe(1)
  const news = mine.map((state) => Number(state?.split(' ')[1]))
  expect(news).toEqual([0, 1, 2].map((more) => (news[0] ?? 0) + more))
  await expect.poll(() => heard).toEqual([String(scope.sellerId), String(scope.sellerId)])
  await ear.unlisten()
})
