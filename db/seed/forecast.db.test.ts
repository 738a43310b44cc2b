import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { disagreements } from '#db/test/agreement.ts'
import { pagesOf } from '#db/test/answers.ts'
import { factsOf } from '#db/test/facts.ts'
import { seed } from './seed.ts'
import { shops } from './shops.ts'

// The demo's pages, each figure recounted from the rows of lines and movements.

const owner = ownerClient(4)
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-forecast-'))

beforeAll(() => seed({ folder, portalUrl: 'http://localhost:3000', scale: 0.004, note: () => {} }))

afterAll(async () => {
  await owner.end()
  fs.rmSync(folder, { recursive: true })
})

async function idOf(externalId: string): Promise<number> {
  const [row] = await owner<[{ id: number }]>`select id from sellers where external_id = ${externalId}`
  return row.id
}

test.each(shops)('$story: every figure is what its movements come to', async ({ sellerId, story }) => {
  const id = await idOf(sellerId)
  const facts = await factsOf(owner, id)
  if (story !== 'quiet') expect(facts.movements.length).toBeGreaterThan(0)
  expect(await disagreements(pagesOf(id), facts, story)).toEqual([])
})

test('Shenzhen’s dispute names the order of 1,204.50, and Taiwan has a debt with its refunds', async () => {
  const of = async (story: string) => {
    const id = await idOf(shops.find((shop) => shop.story === story)?.sellerId ?? '')
    return (await pagesOf(id).forecast.why({ currency: 'USD' })).reasons
  }
  const dispute = (await of('shenzhen')).find(({ reason }) => reason === 'dispute')
  expect(dispute?.orders[0]).toMatchObject({ amount: '1204.50', reason: 'dispute' })
  expect((await of('taiwan')).find(({ reason }) => reason === 'debt')?.causes).not.toEqual([])
})
