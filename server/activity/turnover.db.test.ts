import { beforeAll, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import * as make from '#db/test/events.ts'
import { memberScope } from '#db/test/scopes.ts'
import { post, type Posting } from '#server/ledger/index.ts'
import { readOverview } from '#server/overview/index.ts'
import { postEvents } from '#server/orders/index.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { batchTx } from '#server/platform/tx.ts'
import { readDay } from './read-day.ts'

const owner = ownerClient()
let scope: MemberScope
const most = 10n ** 15n - 1n
const rounds = 9_300n

beforeAll(async () => {
  await postEvents(await make.newMarketplace(), [make.upserted()])
  const [row] = await owner<[{ id: number }]>`select id from sellers`
  scope = memberScope(row.id, 'owner')
  const of = { sellerId: row.id, currency: 'USD', amount: most, occurredAt: make.noon, cause: '0'.repeat(32), line: null }
  const round: Posting[] = [
    { ...of, kind: 'payment', from: 'marketplace', to: 'pending' },
    { ...of, kind: 'release', from: 'pending', to: 'available' },
    { ...of, kind: 'refund', from: 'available', to: 'marketplace' },
  ]
  await batchTx((tx) => post(tx, Array.from({ length: Number(rounds) }, () => round).flat()))
  return () => owner.end()
})

test('what went round in a book beyond a bigint is added up: 9,300 × 9,999,999,999,999.99', async () => {
  expect(most * rounds).toBeGreaterThan(2n ** 63n - 1n)
  const text = String(most * rounds)
  const sum = `${text.slice(0, -2)}.${text.slice(-2)}`
  const { today } = await readDay(scope, 'USD', null)
  expect(JSON.stringify(await readDay(scope, 'USD', today))).toContain(sum)
  expect(JSON.stringify(await readOverview(scope), (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).toMatch(
    new RegExp(`"(${sum}|${text})"`),
  )
})
