import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import * as make from '#db/test/events.ts'
import { handedIn } from '#db/test/readings.ts'
import { batchTx } from '#server/platform/tx.ts'
import { bookBatch } from './book-batch.ts'
import type { KeyedEvent } from './fold.ts'
import { keyed } from './keys.ts'
import * as store from './store.ts'

const owner = ownerClient()
let marketplace = 0

beforeAll(async () => {
  marketplace = await make.newMarketplace()
})
afterAll(() => owner.end())

/** From the sixth time on a plan may be kept, on each of the eight connections. */
const often = 60

/** Rows of `parked` that are read from end to end by those who made their plans while it was empty, once it holds 5,000. */
async function readOf(book: (entries: readonly KeyedEvent[]) => Promise<unknown>): Promise<number> {
  await handedIn(owner)
  await owner`delete from parked`
  await owner.unsafe('vacuum analyze parked')
  const counted = async () => {
    const [row] = await owner<[{ rows: number }]>`select seq_tup_read::int as rows from pg_stat_user_tables where relname = 'parked'`
    return row.rows
  }
  const before = await counted()
  for (let n = 0; n < often; n++) await book([keyed(marketplace, make.paid(100n, { seller: 'shop', order: `order-${n}` }))])
  await owner`
    insert into parked (occurred_at, seller_id, type, key, hash, line, id, event)
    select now(), (select min(id) from sellers), 3, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), n, '{}' from generate_series(1, 5000) as n`
  for (let n = 0; n < often; n++) await book([keyed(marketplace, make.shipped({ seller: 'shop', order: `order-${n}` }))])
  await handedIn(owner)
  return (await counted()) - before
}

/** What a batch asks before it is judged, by whatever plan looks cheapest. */
const unguided = (entries: readonly KeyedEvent[]) =>
  batchTx(async (tx) => store.load(tx, entries, await store.lockSellers(tx, marketplace, ['shop'])))

test('what is parked is found by key, also by plans that were made while nothing was', async () => {
  await bookBatch(marketplace, [keyed(marketplace, make.upserted({ seller: 'shop' }))])
  expect(await readOf((entries) => bookBatch(marketplace, entries))).toBe(0)
  expect(await readOf(unguided)).toBeGreaterThan(5000) // what Postgres does by itself
})
