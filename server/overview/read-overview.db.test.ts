import { beforeAll, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { newMarketplace, paid, upserted } from '#db/test/events.ts'
import { memberScope } from '#db/test/scopes.ts'
import { sellerIdOf } from '#db/test/sellers.ts'
import { postEvents } from '#server/orders/index.ts'
import { readBalances } from './read-balances.ts'
import { readOverview } from './read-overview.ts'

const owner = ownerClient(2)
let marketplace = 0
const seller = 'shop'

beforeAll(async () => {
  marketplace = await newMarketplace()
  await postEvents(marketplace, [upserted({ seller }), upserted({ seller: 'other' })])
  await postEvents(
    marketplace,
    Array.from({ length: 11 }, (_, n) => paid(1_000n, { seller, order: `order-${n}` })),
  )
  await postEvents(marketplace, [paid(500n, { seller, order: 'cny', currency: 'CNY' })])
  return () => owner.end()
})

async function scopeOf(name: string) {
  return memberScope(await sellerIdOf(marketplace, name), 'viewer')
}

test('the newest rows of all currencies, and the name of the state that the figures have', async () => {
  const scope = await scopeOf(seller)
  const overview = await readOverview(scope)
  expect(overview.state).toMatch(/^\d{4}-\d\d-\d\d unopened 1 CNY1 USD11$/)
  expect(overview.recent).toHaveLength(8)
  expect(overview.recent[0]).toMatchObject({ currency: 'CNY', kind: 'payment', order: { orderId: 'cny', lineId: 'line' } })
  expect(overview.recent[1]).toMatchObject({ currency: 'USD', version: 11 })
  expect(overview.asOf).toBeGreaterThanOrEqual(overview.recent[0]?.bookedAt ?? Number.POSITIVE_INFINITY)
  expect(overview.balances.map(({ ahead: _, ...balance }) => balance)).toEqual(await readBalances(scope))
  expect(overview.balances.map(({ ahead }) => [ahead.currency, ahead.undated])).toEqual([
    ['CNY', '5.00'],
    ['USD', '110.00'],
  ])
  expect(overview.balances.map(({ currency, total }) => `${total} ${currency}`)).toEqual(['5.00 CNY', '110.00 USD'])
})

test('a seller without a movement has balances of nothing and no rows; and sees none of its neighbour’s', async () => {
  const overview = await readOverview(await scopeOf('other'))
  expect(overview.recent).toEqual([])
  expect(overview.state).toMatch(/ unopened 1$/)
  expect(overview.balances.map(({ total }) => total)).toEqual(['0.00', '0.00'])
})

test('in one currency: CNY 5.00 + USD 110.00 × 7.1 = CNY 786.00, and USD 110.00 + 5.00 ÷ 7.1 (0.70) = USD 110.70; a day later neither', async () => {
  const scope = await scopeOf(seller)
  expect((await readOverview(scope)).inOne).toEqual([])
  await owner`insert into rates (base, quote, rate, source, at) values ('USD', 'CNY', 6, 'old', portal_now() - interval '25 hours')`
  expect((await readOverview(scope)).inOne).toEqual([])
  await owner`insert into rates (base, quote, rate, source, at) values ('USD', 'CNY', 7.1, 'a bank', portal_now() - interval '23 hours')`
  const { inOne } = await readOverview(scope)
  expect(inOne.map(({ amount, currency }) => `${currency} ${amount}`)).toEqual(['CNY 786.00', 'USD 110.70'])
  expect(inOne[0]?.rate).toMatchObject({ base: 'USD', quote: 'CNY', value: '7.1', source: 'a bank' })
})
