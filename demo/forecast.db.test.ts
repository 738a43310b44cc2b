import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { disagreements } from '#db/test/agreement.ts'
import { pagesOf } from '#db/test/answers.ts'
import { factsOf } from '#db/test/facts.ts'
import { now } from '#server/platform/clock.ts'
import { seed } from './seed.ts'
import { shops } from './shops.ts'

// Recounts each figure of the demo's pages from the rows of lines and movements. The demo starts in the past, unlike the machine's clock.

const owner = ownerClient(4)
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-forecast-'))

const today = Date.parse('2025-06-18T09:41:00+08:00')
beforeAll(() => seed({ folder, portalUrl: 'http://localhost:3000', scale: 0.004, today }), 300_000) // minutes on a loaded machine

afterAll(async () => {
  await owner.end()
  fs.rmSync(folder, { recursive: true })
})

test('a demo of the past stays there: its clock runs on from where it started', async () => {
  const clock = (await now({ sql: owner })).getTime()
  expect(clock).toBeGreaterThanOrEqual(today)
  expect(clock - today).toBeLessThan(300_000)
})

async function sellerOf(externalId: string): Promise<{ id: number; marketplaceId: number }> {
  const [row] = await owner<[{ id: number; marketplaceId: number }]>`
    select id, marketplace_id as "marketplaceId" from sellers where external_id = ${externalId}`
  return row
}

test.each(shops)('$story: every figure is what its movements come to', async ({ sellerId, story }) => {
  const seller = await sellerOf(sellerId)
  const facts = await factsOf(owner, seller.id)
  if (story !== 'quiet') expect(facts.movements.length).toBeGreaterThan(0)
  expect(await disagreements(pagesOf(seller), facts, story)).toEqual([])
})

test('Shenzhen’s dispute names the order of 1,204.50, and Taiwan has a debt with its refunds', async () => {
  const of = async (story: string) => {
    const seller = await sellerOf(shops.find((shop) => shop.story === story)?.sellerId ?? '')
    return (await pagesOf(seller).forecast.why({ currency: 'USD' })).reasons
  }
  const dispute = (await of('shenzhen')).find(({ reason }) => reason === 'dispute')
  expect(dispute?.orders[0]).toMatchObject({ amount: '1204.50', reason: 'dispute' })
  expect((await of('taiwan')).find(({ reason }) => reason === 'debt')?.causes).not.toEqual([])
})
