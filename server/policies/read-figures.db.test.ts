import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { newMarketplace, upserted } from '#db/test/events.ts'
import { memberScope } from '#db/test/scopes.ts'
import { sellerIdOf } from '#db/test/sellers.ts'
import { postEvents } from '#server/orders/index.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { readFigures } from './read-figures.ts'

const owner = ownerClient(1)
let scope: MemberScope

beforeAll(async () => {
  const marketplace = await newMarketplace()
  await postEvents(marketplace, [upserted()])
  scope = memberScope(await sellerIdOf(marketplace), 'viewer')
})
afterAll(() => owner.end())

test('what an installation begins with: 1,500 cents are 15.00, 30 basis points 0.3 %', async () => {
  expect(await readFigures(scope)).toEqual({
    protectionDays: 15,
    earlyRelease: { firstDays: 3, lastDays: 5, leastShare: 300, mostShare: 500, marginDays: 60 },
    closedReleaseDays: 180,
    domestic: { fee: '0.00', alipayMost: '50000.00', bankMost: '4999999.00' },
    wire: { fee: '15.00', least: '50.00' },
    exchange: { share: 30, feeLeast: '8.00' },
  })
})

test('a newer row counts from its day on and not before: 15.00 becomes 18.00, and 20.00 only tomorrow', async () => {
  await owner`
    insert into policies (name, effective_from, value, unit, source) values
      ('wire_fee_usd', portal_now() - interval '1 minute', 1800, 'minor units', 'test'),
      ('wire_fee_usd', portal_now() + interval '1 day', 2000, 'minor units', 'test')`
  expect((await readFigures(scope)).wire.fee).toBe('18.00')
})

test('a figure that is missing is a bug and no zero', async () => {
  await owner`delete from policies where name = 'margin_days'`
  await expect(readFigures(scope)).rejects.toThrow('no policy margin_days')
})
