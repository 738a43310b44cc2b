import { AsyncLocalStorage } from 'node:async_hooks'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { batchTx, oneStatement } from '#server/platform/tx.ts'
import { collect } from './test/collect.ts'
import { closePools, withPool } from './client.ts'

/** A request's async context. Next keeps the request and its response in one like it. */
const requests = new AsyncLocalStorage<object>()

beforeEach(closePools)
afterEach(closePools)

/** Runs `fn` in `count` requests; returns how many of them are still in memory afterwards. */
async function stillHeld(count: number, fn: () => Promise<unknown>): Promise<number> {
  const made: WeakRef<object>[] = []
  for (let n = 0; n < count; n++) {
    const request = { page: n }
    made.push(new WeakRef(request))
    await requests.run(request, fn)
  }
  await collect()
  return made.filter((request) => request.deref() !== undefined).length
}

// The loop's stack may still retain the last request.
test('a hundred transactions leave nothing of the requests that asked for them', async () => {
  expect(await stillHeld(100, () => batchTx((tx) => tx.sql`select 1`))).toBeLessThanOrEqual(1)
})

test('nor does the one that opened the connection stay, in a transaction or a statement of its own', async () => {
  expect(await stillHeld(2, () => oneStatement((sql) => sql`select 1`))).toBeLessThanOrEqual(1)
  expect(await stillHeld(2, () => withPool('portal_batch', (sql) => sql`select 1`))).toBeLessThanOrEqual(1)
})
