import { beforeAll, expect, test, vi } from 'vitest'
import { ownerClient } from '#db/client.ts'
import * as make from '#db/test/events.ts'
import { sellerIdOf } from '#db/test/sellers.ts'
import { verify } from '#server/ledger/index.ts'
import { batchTx, type Tx } from '#server/platform/tx.ts'
import { getEvent } from './get-event.ts'
import { keyed } from './keys.ts'
import { postEvents } from './post-events.ts'
import { settleStranded } from './settle-stranded.ts'
import * as parkedStore from './statements-parked.ts'
import { verifyLines } from './verify-lines.ts'
import { Waiting } from './waiting.ts'

// More waits for one event than one transaction wakes (500).

const owner = ownerClient()
let marketplace = 0

beforeAll(async () => {
  marketplace = await make.newMarketplace()
  return () => owner.end()
})

/** Three events of each of so many lines, the causes last. */
function lives(seller: string, lines: number) {
  return Array.from({ length: lines }, (_, n) => {
    const at = { seller, order: `${seller}-order`, line: `l${n}` }
    return [make.released({ ...at, margin: 4n }), make.marginReleased(at), make.paid(10n, { ...at, at: make.noon + n })]
  }).flat()
}

/** How many entries of the table's indexes something reads. */
async function entriesRead(tx: Tx, read: () => PromiseLike<unknown>): Promise<number> {
  const count = () => tx.sql<[{ n: number }]>`
    select sum(pg_stat_get_xact_tuples_returned(indexrelid))::int as n from pg_index where indrelid = 'parked'::regclass`
  const [before] = await count()
  await read()
  const [after] = await count()
  return after.n - before.n
}

async function stateOf(seller: string) {
  const [row] = await owner`
    select (select count(*)::int from parked where seller_id = s.id) as parked,
      (select available from books where seller_id = s.id) as available
    from sellers as s where external_id = ${seller} and marketplace_id = ${marketplace}`
  return row
}

test('1,800 events that wait for their seller are booked when it is announced, each woken at most three times', async () => {
  const woken = vi.spyOn(Waiting.prototype, 'push')
  const events = lives('late', 600)
  for (let at = 0; at < events.length; at += 600) await postEvents(marketplace, events.slice(at, at + 600))
  expect(await stateOf('late')).toEqual({ parked: 1800, available: null })
  expect(woken).not.toHaveBeenCalled()
  expect(await postEvents(marketplace, [make.upserted({ seller: 'late', id: 'late-comes' })])).toEqual([
    { id: 'late-comes', status: 'posted' },
  ])
  expect(await stateOf('late')).toEqual({ parked: 0, available: 6_000n })
  // None fewer than once, or nothing was counted.
  expect(woken.mock.calls.length).toBeGreaterThanOrEqual(1800)
  expect(woken.mock.calls.length).toBeLessThanOrEqual(3 * 1800)
  woken.mockRestore()
})

test('1,200 refunds of one line are booked when it is paid', async () => {
  const at = { seller: 'late', order: 'many-refunds' }
  const refunds = Array.from({ length: 1200 }, (_, n) => make.refunded(1n, { ...at, refund: `r${n}` }))
  for (let from = 0; from < refunds.length; from += 600) await postEvents(marketplace, refunds.slice(from, from + 600))
  await postEvents(marketplace, [make.paid(1_000n, at)])
  expect(await stateOf('late')).toEqual({ parked: 0, available: 6_000n })
  const [line] = await owner`select refunded, pending from lines where order_id = 'many-refunds'`
  expect(line).toEqual({ refunded: 1_000n, pending: 0n })
  // The other 200 came when nothing was left.
  expect((await owner`select count(*)::int as n from events where problem = 'refund_exceeds_line'`)[0]?.n).toBe(200)
})

test('events parked on 20 lines are found without reading those parked on the seller’s 1,000 other lines', async () => {
  const events = lives('many', 1000)
  for (let at = 0; at < events.length; at += 1000) await postEvents(marketplace, events.slice(at, at + 1000))
  await owner`analyze parked`
  const id = await sellerIdOf(marketplace, 'many')
  const sellers = new Map([['many', { id, upserted: null, closed: null }]])
  const payments = events.filter(({ type }) => type === 'order.paid').map((event) => keyed(marketplace, event))
  const firstLines = payments.slice(0, 20).map(({ line }) => line)
  await batchTx(async (tx) => {
    expect(await entriesRead(tx, () => parkedStore.awaiting(tx, payments.slice(0, 20), sellers, 500))).toBe(60) // three events a line
    const due = firstLines.map((line) => ({ marketplaceId: marketplace, seller: 'many', sellerId: id, line, waitsFor: 1 }))
    expect(await entriesRead(tx, () => parkedStore.placesOf(tx, due, null, 500))).toBe(60)
  })
  await owner`delete from parked where seller_id = ${id}`
})

test('of 300 events on one line a later page reads only its own 100', async () => {
  const at = { seller: 'paged', order: 'paged' }
  const refunds = Array.from({ length: 300 }, (_, n) => make.refunded(1n, { ...at, refund: `r${n}`, at: make.noon + n }))
  await postEvents(marketplace, refunds)
  const id = await sellerIdOf(marketplace, 'paged')
  const [first] = refunds.map((event) => keyed(marketplace, event))
  const due = [{ marketplaceId: marketplace, seller: 'paged', sellerId: id, line: first?.line ?? null, waitsFor: 1 }]
  await batchTx(async (tx) => {
    const page = await parkedStore.placesOf(tx, due, null, 200)
    const rest = page.at(-1) ?? null
    expect(await entriesRead(tx, () => parkedStore.placesOf(tx, due, rest, 200))).toBe(100)
    expect(await entriesRead(tx, () => parkedStore.placesOf(tx, due, null, 300))).toBe(300)
  })
  await owner`delete from parked where seller_id = ${id}`
})

test('one unreadable event among 900 does not stop the others', async () => {
  const events = lives('broken', 300)
  const [bad] = events
  await postEvents(marketplace, events)
  await owner`update parked set event = event - 'type' where id = ${bad?.id as string}`
  await owner`update sellers set upserted_at = now(), upserted_by = 'by-hand' where external_id = 'broken'`
  await settleStranded()
  // Its line is paid; its own margin waits for the release that can not be read.
  expect(await stateOf('broken')).toEqual({ parked: 2, available: 2_990n })
  expect(await getEvent(marketplace, bad?.id as string)).toMatchObject({ status: 'parked' })
})

test('an unreadable parked event does not fail the call with its cause', async () => {
  const at = { seller: 'late', order: 'waits-in-vain' }
  const bad = make.shipped(at)
  await postEvents(marketplace, [bad])
  await owner`update parked set event = event - 'type' where id = ${bad.id}`
  expect(await postEvents(marketplace, [make.paid(5n, { ...at, id: 'paid-all-the-same' })])).toEqual([
    { id: 'paid-all-the-same', status: 'posted' },
  ])
  expect(await getEvent(marketplace, bad.id)).toMatchObject({ status: 'parked' })
  await settleStranded()
  expect(await getEvent(marketplace, bad.id)).toMatchObject({ status: 'parked' })
})

test('afterwards books and lines agree', async () => {
  expect((await verify()).breaks).toEqual([])
  expect((await verifyLines()).breaks).toEqual([])
})
