import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newMarketplace, upserted } from '#db/test/events.ts'
import { closePeople, join, type Made, makeUser, owner, trail } from '#db/test/people.ts'
import { memberScope } from '#db/test/scopes.ts'
import { postEvents } from '#server/orders/index.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { keepView, listViews, removeView } from './keep-view.ts'
import { EntryFilter } from './schema.ts'
import { mostViews } from './view.ts'

let scope: MemberScope
let other: MemberScope
let mei: Made
let marcus: Made

const filter = EntryFilter.parse({ kinds: ['refund'], period: '30d', least: '12.50' })
const as = (user: Made, at = scope) => ({ ...at, userId: user.id })
const keep = (name: string, user = mei, at = scope) => keepView(as(user, at), { name, currency: 'USD', filter })
const namesOf = async (user: Made, at: MemberScope) => (await listViews(as(user, at))).map(({ name }) => name)

beforeAll(async () => {
  const marketplace = await newMarketplace()
  await postEvents(marketplace, [upserted({ seller: 'one' }), upserted({ seller: 'two' })])
  const rows = await owner()<{ id: number }[]>`select id from sellers where marketplace_id = ${marketplace} order by external_id`
  const [one, two] = rows.map(({ id }) => id)
  ;[mei, marcus] = [await makeUser(), await makeUser()]
  scope = memberScope(one!, 'viewer')
  other = memberScope(two!, 'owner')
  await join(one!, mei, 'viewer')
  await join(one!, marcus)
  await join(two!, mei)
})
beforeEach(() => owner()`delete from saved_views`)
afterAll(closePeople)

test('what is kept comes back as it was, and the trail says that it was kept', async () => {
  expect(await keep('近30天退款')).toEqual({ ok: true })
  expect(await listViews(as(mei))).toEqual([{ name: '近30天退款', currency: 'USD', filter }])
  expect((await trail('view.kept')).at(-1)).toMatchObject({ actor_id: String(mei.id), seller_id: scope.sellerId })
})

describe('a view is its person’s, in its store', () => {
  test('neither a colleague nor the person’s other store sees it, and both may use the name', async () => {
    await keep('refunds')
    expect([await namesOf(marcus, scope), await namesOf(mei, other)]).toEqual([[], []])
    expect([await keep('refunds', marcus), await keep('refunds', mei, other)]).toEqual([{ ok: true }, { ok: true }])
  })

  test('and only its person removes it; what isn’t there is removed already', async () => {
    await keep('refunds')
    await removeView(as(marcus), 'refunds')
    await removeView(as(mei, other), 'refunds')
    expect(await namesOf(mei, scope)).toEqual(['refunds'])
    await removeView(as(mei), 'refunds')
    expect(await namesOf(mei, scope)).toEqual([])
  })

  test('it goes when the person leaves the store', async () => {
    await keep('refunds', marcus)
    await owner()`delete from members where user_id = ${marcus.id}`
    const [row] = await owner()<[{ count: number }]>`select count(*)::int as count from saved_views`
    await join(scope.sellerId, marcus)
    expect(row.count).toBe(0)
  })

  test('the database keeps none for who is no member', async () => {
    await expect(keep('refunds', marcus, other)).rejects.toMatchObject({ code: '23503' })
  })
})

describe('what is in the way', () => {
  test('a name that is there stays what it was', async () => {
    await keep('refunds')
    const again = await keepView(as(mei), { name: 'refunds', currency: 'CNY', filter: EntryFilter.parse({}) })
    expect(again).toEqual({ ok: false, reason: 'name_taken' })
    expect((await listViews(as(mei)))[0]?.currency).toBe('USD')
  })

  test('of five that come at once beside seventeen, three are kept: 17 + 3 = 20', async () => {
    for (let n = 0; n < mostViews - 3; n++) await keep(`view ${n}`)
    const five = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => keep(name)))
    expect(five.filter(({ ok }) => ok)).toHaveLength(3)
    expect(five.filter(({ ok }) => !ok)).toEqual([1, 2].map(() => ({ ok: false, reason: 'too_many' })))
    expect(await namesOf(mei, scope)).toHaveLength(20)
  })

  test('12.345 dollars are no amount, so the list that it leads to can be shown', async () => {
    const wrong = { name: 'x', currency: 'USD', filter: { ...filter, least: '12.345' } }
    await expect(keepView(as(mei), wrong)).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

test('a filter that nobody understands any more is left out', async () => {
  await keep('refunds')
  await owner()`update saved_views set filter = '{"kinds": ["gift"]}'`
  expect(await namesOf(mei, scope)).toEqual([])
})
