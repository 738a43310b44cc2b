import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { policies } from '#db/schema/policies.ts'
import { newMarketplace, upserted } from '#db/test/events.ts'
import { Proxy } from '#db/test/proxy.ts'
import { memberScope } from '#db/test/scopes.ts'
import { sellerIdOf } from '#db/test/sellers.ts'
import { readWhy } from '#server/forecast/index.ts'
import { findLines, postEvents } from '#server/orders/index.ts'
import { readBalances, readOverview } from '#server/overview/index.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { personTx, sellerRead, type Tx } from '#server/platform/tx.ts'
import { readOrder } from '#server/releases/index.ts'
import { readFigures } from '#server/policies/index.ts'

// Postgres in another zone or region is 80 ms away: what a page reads costs that once, however many statements it has.

let proxy: Proxy
let scope: MemberScope

beforeAll(async () => {
  const marketplace = await newMarketplace()
  await postEvents(marketplace, [upserted({ seller: 'far' })])
  const sellerId = await sellerIdOf(marketplace, 'far')
  scope = memberScope(sellerId, 'viewer', { marketplaceId: marketplace })
  proxy = await Proxy.begin()
})

afterEach(() => {
  proxy.delayMs = 0
})

afterAll(() => proxy.end())

/** Round trips of the second time: the first one opens the connection, which learns the statements. */
async function roundTrips(read: () => Promise<unknown>): Promise<number> {
  await read()
  proxy.delayMs = 80
  proxy.roundTrips = 0
  await read()
  return proxy.roundTrips
}

const policy = (tx: Tx, name: string) => tx.db.select().from(policies).where(eq(policies.name, name))
const asText = (tx: Tx, name: string) => tx.sql`select * from policies where name = ${name}`
const prepared = (tx: Tx, name: string) => policy(tx, name).prepare('policy').execute()

describe('a page’s read is one round trip behind 80 ms', () => {
  test.each<[string, (of: MemberScope) => Promise<unknown>]>([
    ['balances', readBalances],
    ['overview', readOverview],
    ['why', (of) => readWhy(of, 'USD')],
    ['figures, by drizzle', readFigures],
    ['an order', (of) => readOrder(of, '4711')],
    ['what a reference names', (of) => findLines(of, '4711')],
  ])('%s', async (_, read) => {
    expect(await roundTrips(() => read(scope))).toBe(1)
  })

  test('three statements, by drizzle and as SQL text', async () => {
    const read = () => sellerRead(scope, (tx) => Promise.all([prepared(tx, 'a'), asText(tx, 'b'), prepared(tx, 'c')]))
    expect(await roundTrips(read)).toBe(1)
  })
})

describe('a statement of drizzle that is not prepared', () => {
  test('waits for its own description: three of them take more than three round trips', async () => {
    const read = () => personTx(1, (tx) => Promise.all(['a', 'b', 'c'].map((name) => policy(tx, name))))
    expect(await roundTrips(read)).toBeGreaterThan(3)
  })

  test('is refused in sellerRead', async () => {
    const refused = { cause: { message: expect.stringContaining('prepared statements only') } }
    await expect(sellerRead(scope, (tx) => policy(tx, 'a'))).rejects.toMatchObject(refused)
  })
})
