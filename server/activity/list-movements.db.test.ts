import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { newMarketplace, paid, refunded, released, upserted } from '#db/test/events.ts'
import { memberScope } from '#db/test/scopes.ts'
import { postEvents } from '#server/orders/index.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { listMovements } from './list-movements.ts'
import { readMovement } from './read-movement.ts'
import { EntryFilter } from './schema.ts'

const owner = ownerClient(2)
const all = EntryFilter.parse({})
let scope: MemberScope
let stranger: MemberScope

beforeAll(async () => {
  const marketplace = await newMarketplace()
  const seller = 'shop'
  await postEvents(marketplace, [upserted({ seller }), upserted({ seller: 'other' })])
  const rows = await owner<{ id: number; external_id: string }[]>`select id, external_id from sellers where marketplace_id = ${marketplace}`
  const of = (name: string) => memberScope(rows.find((row) => row.external_id === name)?.id ?? 0, 'viewer')
  scope = of('shop')
  stranger = of('other')
  // Twelve orders of 10.00 each, the first one released with a margin of 1.00 and then refunded: 12 + 2 + 2 rows.
  await postEvents(
    marketplace,
    Array.from({ length: 12 }, (_, n) => paid(1_000n, { seller, order: `order-${n + 1}` })),
  )
  await postEvents(marketplace, [released({ seller, order: 'order-1', margin: 100n }), refunded(1_000n, { seller, order: 'order-1' })])
  const yuan = { seller, order: 'cny', currency: 'CNY' }
  await postEvents(marketplace, [
    paid(500n, { ...yuan, id: 'paid' }),
    refunded(100n, { ...yuan, id: 'one' }),
    refunded(100n, { ...yuan, id: 'two' }),
  ])
})
afterAll(() => owner.end())

const page = (place: { before: number } | { after: number } | null = null, bucket: 'available' | 'frozen' | null = null) =>
  listMovements(scope, { currency: 'USD', filter: { ...all, bucket }, place, limit: 5 })
const versions = (entries: readonly { version: number }[]) => entries.map((entry) => entry.version)

describe('pages by key', () => {
  test('newest first, and on to the older ones until the end', async () => {
    const first = await page()
    expect(versions(first.entries)).toEqual([16, 15, 14, 13, 12])
    expect([first.newer, first.older]).toEqual([null, 12])
    const second = await page({ before: 12 })
    expect(versions(second.entries)).toEqual([11, 10, 9, 8, 7])
    expect([second.newer, second.older]).toEqual([11, 7])
    const last = await page({ before: 2 })
    expect(versions(last.entries)).toEqual([1])
    expect([last.newer, last.older]).toEqual([1, null])
  })

  test('and back again, to the very rows one came from', async () => {
    const back = await page({ after: 7 })
    expect(versions(back.entries)).toEqual([12, 11, 10, 9, 8])
    expect([back.newer, back.older]).toEqual([12, 8])
    const top = await page({ after: 12 })
    expect(versions(top.entries)).toEqual([16, 15, 14, 13])
    expect([top.newer, top.older]).toEqual([null, 13])
  })

  test('only rows that touch a bucket', async () => {
    const { entries, older } = await page(null, 'available')
    expect(entries.map(({ kind, from, to }) => `${kind} ${from} ${to}`)).toEqual([
      'refund available marketplace',
      'release pending available',
    ])
    expect(older).toBe(null)
    expect((await page(null, 'frozen')).entries).toEqual([])
  })

  test('each row has its order and the balance after it; changes add up to the balance', async () => {
    const { entries } = await listMovements(scope, { currency: 'USD', filter: all, place: null, limit: 100 })
    expect(entries.map(({ change }) => change).filter((change) => change !== '0.00')).toEqual(['-9.00', '9.00'])
    expect(entries[0]).toMatchObject({ kind: 'refund', balanceAfter: '0.00', order: { orderId: 'order-1', lineId: 'line' } })
  })

  test('another seller sees none of it', async () => {
    expect((await listMovements(stranger, { currency: 'USD', filter: all, place: null, limit: 5 })).entries).toEqual([])
  })
})

test('two refunds of one instant are two steps of their line, each by its own event', async () => {
  const { timeline } = await readMovement(scope, 'CNY', 3, all)
  expect(timeline.map(({ id, here }) => [id, here])).toEqual([
    ['paid', false],
    ['one', false],
    ['two', true],
  ])
  expect(new Set(timeline.map(({ bookedAt }) => bookedAt)).size).toBe(1)
})
