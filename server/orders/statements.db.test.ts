import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import * as make from '#db/test/events.ts'
import { handedIn } from '#db/test/readings.ts'
import { batchTx, type Planner } from '#server/platform/tx.ts'
import { bookBatch, byIndex } from './book-batch.ts'
import { type KeyedEvent, noWrites } from './facts.ts'
import { keyed } from './keys.ts'
import { write } from './statements-parked.ts'

const owner = ownerClient()
let marketplace = 0

beforeAll(async () => {
  marketplace = await make.newMarketplace()
  await owner`alter table parked set (autovacuum_enabled = off)` // An automatic analyze would have the kept plans made anew.
})
afterAll(async () => {
  await owner`alter table parked reset (autovacuum_enabled)`
  await owner.end()
})

/** From the sixth time on a plan may be kept, on each of the eight connections. */
const often = 60

/** Rows of `parked` that are read from end to end by those who made their plans while it was empty, once it holds 5,000. */
async function readOf(book: (entries: readonly KeyedEvent[]) => Promise<unknown>): Promise<number> {
  await handedIn(owner)
  await owner`truncate parked` // A delete would read it from end to end.
  await owner.unsafe('vacuum analyze parked')
  const counted = async () => {
    const [row] = await owner<[{ rows: number }]>`select seq_tup_read::int as rows from pg_stat_user_tables where relname = 'parked'`
    return row.rows
  }
  const before = await counted()
  for (let n = 0; n < often; n++) await book([keyed(marketplace, make.paid(100n, { seller: 'shop', order: `order-${n}` }))])
  await owner`
    insert into parked (occurred_at, seller_id, type, key, hash, line, id, waits_for, event)
    select now(), (select min(id) from sellers), 3, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), n, 2, '{}' from generate_series(1, 5000) as n`
  for (let n = 0; n < often; n++) await book([keyed(marketplace, make.shipped({ seller: 'shop', order: `order-${n}` }))])
  await handedIn(owner)
  return (await counted()) - before
}

/** What a batch changes of parked events, one by one: they wait for something else now. */
const waitOn = (planner: Planner) => (entries: readonly KeyedEvent[]) =>
  batchTx((tx) => write(tx, { ...noWrites(), waiting: new Map(entries.map(({ key }) => [key, 'order.paid'])) }), { planner })

test('parked events are found by index, also with plans cached while the table was empty', async () => {
  await bookBatch(marketplace, [keyed(marketplace, make.upserted({ seller: 'shop' }))])
  expect(await readOf((entries) => bookBatch(marketplace, entries))).toBe(0)
  expect(await readOf(waitOn(byIndex))).toBe(0)
  expect(await readOf(waitOn({}))).toBeGreaterThanOrEqual(5000) // what Postgres does by itself
})
