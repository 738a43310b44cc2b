import { afterEach, beforeEach, expect, test } from 'vitest'
import { pool } from '#db/client.ts'
import { Proxy } from '#db/test/proxy.ts'
import { isPassing } from './errors.ts'
import { batchTx, oneStatement, type Tx } from './tx.ts'

let proxy: Proxy
beforeEach(async () => (proxy = await Proxy.begin()))
afterEach(() => proxy.end())

const one = (tx: Tx) => tx.sql`select 1`

/** How it failed, and after how many seconds. */
async function failure(work: Promise<unknown>): Promise<{ error: unknown; seconds: number }> {
  const from = performance.now()
  const error: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  return { error, seconds: (performance.now() - from) / 1000 }
}

test('where a load balancer knows no primary: tried again with a pause, given up after ten seconds, and good at once when there is one', async () => {
  proxy.manner = 'close'
  const failed = await Promise.all([failure(batchTx(one)), failure(batchTx(one))])
  for (const { error, seconds } of failed) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^CONNECT/) })
    expect(isPassing(error)).toBe(true)
    expect(seconds).toBeGreaterThan(9)
    expect(seconds).toBeLessThan(14)
  }
  // Two connections, four times a second each.
  expect(proxy.connects).toBeGreaterThan(20)
  expect(proxy.connects).toBeLessThan(120)
  proxy.manner = 'pass'
  const from = performance.now()
  await Promise.all(Array.from({ length: 40 }, () => batchTx(one)))
  expect(performance.now() - from).toBeLessThan(5000)
  const [there] = await pool('portal_batch')`
    select count(*)::int as connections from pg_stat_activity where usename = 'portal_batch' and datname = current_database()`
  expect(there?.connections).toBeLessThanOrEqual(8) // what was given up left none behind
})

test('where a host takes connections and says nothing: a transaction is given up in ten seconds, a statement in twenty', async () => {
  proxy.manner = 'silence'
  const [transaction, statement] = await Promise.all([failure(batchTx(one)), failure(oneStatement((sql) => sql`select 1`))])
  expect([isPassing(transaction.error), isPassing(statement.error)]).toEqual([true, true])
  expect(transaction.seconds).toBeLessThan(14)
  expect(statement.seconds).toBeLessThan(24)
})

test('where all connections are with others: given up in ten seconds, and the others end as if nothing had been', async () => {
  await Promise.all(Array.from({ length: 8 }, () => batchTx(one)))
  const before = pool('portal_batch')
  const busy = Promise.all(Array.from({ length: 8 }, () => batchTx((tx) => tx.sql`select pg_sleep(12)`)))
  const { error, seconds } = await failure(batchTx(one))
  expect(error).toMatchObject({ code: 'CONNECT_TIMEOUT' })
  expect(seconds).toBeLessThan(11.5)
  expect(pool('portal_batch')).toBe(before)
  expect(await busy).toHaveLength(8)
  expect(await batchTx(one)).toHaveLength(1)
})
