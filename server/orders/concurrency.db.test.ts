import { beforeAll, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import * as make from '#db/test/events.ts'
import { verify } from '#server/ledger/index.ts'
import { bookBatch } from './book-batch.ts'
import type { MarketplaceEvent } from './event.ts'
import { keyed } from './keys.ts'
import { postEvents } from './post-events.ts'
import { verifyLines } from './verify-lines.ts'

const owner = ownerClient()
let marketplace = 0

beforeAll(async () => {
  marketplace = await make.newMarketplace()
  return () => owner.end()
})

/** Books past the lanes, as another process would. */
const besides = (events: readonly MarketplaceEvent[]) =>
  bookBatch(
    marketplace,
    events.map((event) => keyed(marketplace, event)),
  )

async function book(seller: string) {
  const [row] = await owner<Record<string, bigint>[]>`
    select available, pending, reserve, frozen, debt, version from books join sellers on sellers.id = seller_id where external_id = ${seller}`
  return row
}

/** A shuffle that a seed repeats (xorshift). */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  let state = seed | 1
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
  return list
    .map((item) => [next(), item] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, item]) => item)
}

test('1,000 concurrent releases and refunds on one book, each its own transaction: 500 × 9.00 − 500 × 4.00 = 2,500.00', async () => {
  const seller = 'hot'
  const lines = Array.from({ length: 500 }, (_, n) => ({ seller, order: 'hot', line: `l${n}` }))
  await postEvents(marketplace, [make.upserted({ seller }), ...lines.map((at) => make.paid(900n, at))])
  const events = lines.flatMap((at) => [make.released(at), make.refunded(400n, at)])
  // 250 transactions of 4 compete for one row; none is seen to fail.
  const batches = Array.from({ length: 250 }, (_, n) => events.slice(n * 4, n * 4 + 4))
  const results = await Promise.all(batches.map(besides))
  expect(results.flat().every((result) => result.status === 'posted')).toBe(true)
  expect(await book(seller)).toMatchObject({ available: 250_000n, pending: 0n, debt: 0n, version: 1500 })
})

test('single events of many callers are coalesced, and each gets its own result', async () => {
  const seller = 'single'
  await postEvents(marketplace, [make.upserted({ seller })])
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, n) => {
      const payment = make.paid(BigInt(n + 1), { seller, order: 'single', line: `l${n}`, id: `single-${n}` })
      return n % 3 === 0
        ? postEvents(marketplace, [payment, make.paid(1n, { seller, order: 'single', line: `l${n}` })])
        : postEvents(marketplace, [payment])
    }),
  )
  answers.forEach((results, n) => {
    expect(results[0]).toEqual({ id: `single-${n}`, status: 'posted' })
    if (n % 3 === 0) expect(results[1]).toMatchObject({ status: 'rejected', problem: 'already_paid' })
  })
  expect(await book(seller)).toMatchObject({ pending: BigInt((300 * 301) / 2) })
})

test('overlapping shuffled batches of eight writers, every event three times: no deadlock is reported, and each event is booked once', async () => {
  const events: MarketplaceEvent[] = []
  for (let s = 0; s < 30; s++) {
    const seller = `over-${s}`
    events.push(make.upserted({ seller }))
    for (let l = 0; l < 10; l++) {
      const at = { seller, order: `over-${s}`, line: `l${l}` }
      events.push(
        make.paid(1_000n, at),
        make.shipped(at),
        make.held(at),
        make.unheld({ ...at, at: make.noon + 1 }),
        make.released({ ...at, margin: 50n }),
        make.marginReleased(at),
      )
    }
  }
  const writers = Array.from({ length: 8 }, (_, w) => shuffled([...events, ...events, ...events], 77 + w).slice(0, events.length))
  // Together the writers send every event; the last pass makes sure of it.
  await Promise.all(
    writers.map(async (mine, w) => {
      for (let at = 0; at < mine.length; at += 60)
        await (w % 2 ? besides : (batch: MarketplaceEvent[]) => postEvents(marketplace, batch))(mine.slice(at, at + 60))
    }),
  )
  await postEvents(marketplace, events)
  const after = await postEvents(marketplace, events)
  expect(new Set(after.map((result) => result.status))).toEqual(new Set(['duplicate']))
  for (let s = 0; s < 30; s++) expect(await book(`over-${s}`)).toMatchObject({ available: 10_000n, pending: 0n, frozen: 0n, reserve: 0n })
})

test('of one id posted concurrently for two sellers one is booked and the other is a conflict, also in two processes', async () => {
  await postEvents(marketplace, [make.upserted({ seller: 'left' }), make.upserted({ seller: 'right' })])
  for (let round = 0; round < 20; round++) {
    const pay = (seller: string) => make.paid(5n, { seller, order: `${seller}-${round}`, id: `same-${round}` })
    const results = (await Promise.all([besides([pay('left')]), besides([pay('right')])])).flat()
    expect(results.map((result) => result.problem ?? result.status).sort()).toEqual(['event_conflict', 'posted'])
  }
})

test('of one line paid concurrently by two sellers one owns it and the other is rejected', async () => {
  for (let round = 0; round < 20; round++) {
    const pay = (seller: string) => make.paid(5n, { seller, order: `shared-${round}` })
    const results = (await Promise.all([besides([pay('left')]), besides([pay('right')])])).flat()
    expect(results.map((result) => result.problem ?? result.status).sort()).toEqual(['posted', 'wrong_seller'])
  }
})

test('within a request events are processed in array order, whatever the sellers’ lanes', async () => {
  for (let round = 0; round < 10; round++) {
    const [first, second] = round % 2 ? ['left', 'right'] : ['right', 'left']
    const results = await postEvents(marketplace, [
      make.paid(5n, { seller: first, order: `array-${round}` }),
      make.paid(5n, { seller: second, order: `array-${round}` }),
    ])
    expect(results.map((result) => result.problem ?? result.status)).toEqual(['posted', 'wrong_seller'])
  }
})

test('an event for a seller that is announced concurrently never stays parked', async () => {
  for (let round = 0; round < 30; round++) {
    const seller = `fresh-${round}`
    await Promise.all([besides([make.paid(7n, { seller, order: seller })]), besides([make.upserted({ seller })])])
    expect(await book(seller)).toMatchObject({ pending: 7n })
  }
})

test('afterwards the books equal the sums of their movements', async () => {
  expect((await verify()).breaks).toEqual([])
  expect((await verifyLines()).breaks).toEqual([])
})
