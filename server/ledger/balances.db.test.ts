import { beforeAll, describe, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import * as make from '#db/test/events.ts'
import { memberScope } from '#db/test/scopes.ts'
import { sellerIdOf, setClock } from '#db/test/sellers.ts'
import { postEvents } from '#server/orders/index.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { sellerTx } from '#server/platform/tx.ts'
import { total } from './book.ts'
import { balances, balancesAt, verify } from './index.ts'

const owner = ownerClient()
let marketplace = 0
let scope: MemberScope

const at = (iso: string) => sellerTx(scope, (tx) => balancesAt(tx, scope, Date.parse(iso)))

beforeAll(async () => {
  marketplace = await make.newMarketplace()
  await setClock('2026-11-01T04:00:00Z')
  await postEvents(marketplace, [make.upserted(), make.paid(10_000n, { line: 'a' })])
  // 23:59:59.5 of 1 November in Shanghai is 15:59:59.5 UTC of the same UTC day.
  await setClock('2026-11-01T15:59:59Z')
  await postEvents(marketplace, [make.paid(2_000n, { line: 'b' })])
  await setClock('2026-11-01T16:00:00Z')
  await postEvents(marketplace, [make.released({ line: 'a', margin: 300n })])
  await setClock('2026-11-09T05:00:00Z')
  await postEvents(marketplace, [make.held({ line: 'b' }), make.paid(700n, { line: 'c', currency: 'CNY' })])
  scope = memberScope(await sellerIdOf(marketplace), 'owner')
  return () => owner.end()
})

describe('the balance at the end of a day', () => {
  test('before anything: no book stands above zero', async () => {
    expect((await at('2026-11-01T00:00:00Z')).filter((book) => total(book) !== 0n)).toEqual([])
  })

  test('1 November in Shanghai ends at 16:00 UTC: 100.00 + 20.00 pending, the release came after', async () => {
    expect((await at('2026-11-01T16:00:00Z')).find((book) => book.currency === 'USD')).toMatchObject({ pending: 12_000n, available: 0n })
  })

  test('the same day in UTC ends with 97.00 available, 3.00 reserve, 20.00 pending: a seller may move to another zone', async () => {
    expect((await at('2026-11-02T00:00:00Z')).find((book) => book.currency === 'USD')).toMatchObject({
      available: 9_700n,
      reserve: 300n,
      pending: 2_000n,
    })
  })

  test('a day on which nothing happened ends as the one before', async () => {
    expect(await at('2026-11-05T16:00:00Z')).toEqual(await at('2026-11-02T00:00:00Z'))
  })

  test('the last day ends as the books stand now', async () => {
    const now = await sellerTx(scope, (tx) => balances(tx, scope))
    expect(await at('2026-11-10T00:00:00Z')).toEqual(now)
    expect(now.find((book) => book.currency === 'USD')).toMatchObject({ available: 9_700n, reserve: 300n, frozen: 2_000n, pending: 0n })
  })
})

test('verify counts every book and movement and finds nothing', async () => {
  expect(await verify()).toEqual({ books: 2, movements: 6, breaks: [] })
})
