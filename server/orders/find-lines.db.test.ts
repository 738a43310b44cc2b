import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import * as make from '#db/test/events.ts'
import { memberScope } from '#db/test/scopes.ts'
import { sellerIdOf } from '#db/test/sellers.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { findLines, postEvents } from './index.ts'
import { eventKey, lineKey } from './keys.ts'

const owner = ownerClient()
let marketplace = 0
let scope: MemberScope

/** Keys as the database writes them, without their hyphens. */
const found = async (reference: string) => {
  const { lines, newest } = await findLines(scope, reference)
  const plain = (key: string | null) => key?.replaceAll('-', '') ?? null
  return { lines: lines.map(({ line, event }) => ({ line: plain(line), event: plain(event) })), newest }
}

beforeAll(async () => {
  marketplace = await make.newMarketplace()
  await postEvents(marketplace, [make.upserted({ seller: 'shop' }), make.upserted({ seller: 'other' })])
  const id = await sellerIdOf(marketplace, 'shop')
  scope = memberScope(id, 'viewer', { marketplaceId: marketplace })
  const minute = (n: number) => ({ seller: 'shop', at: make.noon + n * 60_000 })
  await postEvents(marketplace, [
    make.paid(100n, { ...minute(0), order: 'A-100', line: 'A-100' }),
    make.released({ ...minute(0), order: 'A-100', line: 'A-100', id: 'A-100' }),
    make.paid(100n, { ...minute(0), order: 'B', line: 'B-1', id: 'paid-b' }),
    ...Array.from({ length: 101 }, (_, n) => make.paid(100n, { ...minute(n), order: `order-${n}`, line: '1' })),
    ...Array.from({ length: 100 }, (_, n) => make.paid(100n, { ...minute(n), order: `two-${n}`, line: '2' })),
    make.paid(100n, { seller: 'other', order: 'theirs', line: '2' }),
  ])
})
afterAll(() => owner.end())

test('a reference that is the id of an order, its line and an event gives the whole line once', async () => {
  expect(await found('A-100')).toEqual({ lines: [{ line: lineKey(marketplace, 'A-100', 'A-100'), event: null }], newest: null })
})

test('the id of an event alone gives only that event of its line', async () => {
  const named = { line: lineKey(marketplace, 'B', 'B-1'), event: eventKey(marketplace, 'paid-b') }
  expect(await found('paid-b')).toEqual({ lines: [named], newest: null })
})

test('of 101 orders with a line 1 the 100 paid last are found and more are announced; of 100 with a line 2 all are found', async () => {
  const keys = (order: string, line: string, from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => ({ line: lineKey(marketplace, `${order}-${from + n}`, line), event: null })).toReversed()
  expect(await found('1')).toEqual({ lines: keys('order', '1', 1, 101), newest: 100 })
  expect(await found('2')).toEqual({ lines: keys('two', '2', 0, 100), newest: null })
})
