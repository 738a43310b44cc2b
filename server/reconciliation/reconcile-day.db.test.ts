import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import * as make from '#db/test/events.ts'
import { payWithdrawal, requestWithdrawal } from '#db/test/withdrawals.ts'
import { sellerIdOf, setClock } from '#db/test/sellers.ts'
import { postEvents } from '#server/orders/index.ts'
import { batchTx, marketplaceRead, type Tx, wholeRead } from '#server/platform/tx.ts'
import { mergeSums, reconcileDay, verifySumsIn } from './index.ts'
import * as statements from './statements.ts'

const owner = ownerClient(2)
const day = '2026-11-02'

/** Days of Shanghai begin at 16:00 UTC. */
const instants = ['2026-11-01T15:59:30Z', '2026-11-01T16:00:00Z', '2026-11-02T03:10:00Z', '2026-11-02T15:59:30Z', '2026-11-02T16:00:00Z']

async function newMarketplace(...sellers: string[]): Promise<number> {
  const marketplace = await make.newMarketplace()
  await postEvents(
    marketplace,
    sellers.map((seller) => make.upserted({ seller })),
  )
  return marketplace
}

/** A marketplace's day counted row by row, from events and movements. */
async function recount(marketplace: number, from: string, to: string) {
  const rows = await owner`
    with moves as (
      select m.currency, coalesce(e.type, 0) as type, m.amount, m.cause, m.booked_at,
        m.amount * ((m.to_bucket <= 6)::int - (m.from_bucket <= 6)::int) as change
      from movements m join sellers s on s.id = m.seller_id left join events e on e.key = m.cause
      where s.marketplace_id = ${marketplace}
    ), booked as (
      select l.currency, e.type, count(*) as count from events e join lines l on l.key = e.line join sellers s on s.id = e.seller_id
      where e.problem is null and e.booked_at >= ${from} and e.booked_at < ${to} and s.marketplace_id = ${marketplace}
      group by 1, 2
    ), done as (
      select currency, type, sum(change) as sum, sum(amount) as moved, count(*) as n from moves
      where booked_at >= ${from} and booked_at < ${to} group by 1, 2
    )
    select currency, type, coalesce(count, n)::int as count, coalesce(sum, 0)::text as sum, coalesce(moved, 0)::text as moved,
      (select coalesce(sum(change), 0)::text from moves where moves.currency = coalesce(k.currency, done.currency) and booked_at < ${from}) as opening,
      (select coalesce(sum(change), 0)::text from moves where moves.currency = coalesce(k.currency, done.currency) and booked_at < ${to}) as closing
    from booked as k full join done using (currency, type) order by currency, nullif(type, 0) nulls last`
  return rows
}

const flat = (days: Awaited<ReturnType<typeof reconcileDay>>) =>
  (days ?? []).flatMap(({ currency, opening, closing, byType }) =>
    byType.map(({ count, sum, moved }) => ({
      currency,
      count,
      sum: `${sum}`,
      moved: `${moved}`,
      opening: `${opening}`,
      closing: `${closing}`,
    })),
  )

let marketplace = 0

beforeAll(async () => {
  marketplace = await newMarketplace('a', 'b')
  const other = await newMarketplace('a')
  for (const [n, instant] of instants.entries()) {
    await setClock(instant)
    for (const seller of ['a', 'b']) {
      const at = { seller, order: `o-${n}-${seller}` }
      const yen = { ...at, line: 'yen', currency: 'JPY' }
      await postEvents(marketplace, [make.paid(1_000n, { ...at, fee: 100n }), make.paid(7n, yen), make.shipped(at)])
      await postEvents(marketplace, [make.held(at), make.unheld({ ...at, at: make.noon + 1 }), make.refunded(300n, at)])
      await postEvents(marketplace, [make.released({ ...at, margin: 50n }), make.marginReleased(at), make.cancelled(yen)])
    }
    await postEvents(other, [make.paid(5n, { seller: 'a', order: `o-${n}-a` })])
    const sellerId = await sellerIdOf(marketplace, 'b')
    const withdrawal = { sellerId, currency: 'USD', amount: 40n }
    await payWithdrawal({ ...withdrawal, cause: await requestWithdrawal(withdrawal) })
  }
  return () => owner.end()
})
afterAll(() => setClock('2026-11-03T00:00:00Z'))

describe('a day', () => {
  test('is what its events and movements come to, in each currency and by each type, withdrawals too', async () => {
    const expected = await recount(marketplace, '2026-11-01T16:00:00Z', '2026-11-02T16:00:00Z')
    expect(expected).toHaveLength(10)
    const days = await reconcileDay(marketplace, day)
    expect(flat(days)).toEqual(expected.map(({ type: _, ...row }) => row))
    expect(days?.find(({ currency }) => currency === 'USD')?.byType.at(-1)).toEqual({
      type: 'withdrawal',
      count: 6,
      sum: -120n,
      moved: 240n,
    })
    for (const { opening, closing, byType } of days ?? []) expect(byType.reduce((sum, type) => sum + type.sum, opening)).toBe(closing)
  })

  test('is the same once its quarters of an hour were merged, which leaves a row each', async () => {
    await setClock('2026-11-02T16:20:00Z')
    const before = [await reconcileDay(marketplace, day), await reconcileDay(marketplace, '2026-11-01')]
    expect(await mergeSums()).toBeGreaterThan(0)
    expect(await mergeSums()).toBe(0)
    expect([await reconcileDay(marketplace, day), await reconcileDay(marketplace, '2026-11-01')]).toEqual(before)
    const [row] =
      await owner`select count(*)::int as n from booked_sums where marketplace_id = ${marketplace} and type = 2 and currency = 'USD'`
    // Two sides of two midnights, and one within a day.
    expect(row?.n).toBe(5)
  })

  test('ends where the next one begins', async () => {
    const [first, second] = [await reconcileDay(marketplace, '2026-11-01'), await reconcileDay(marketplace, day)]
    expect(second?.map(({ opening }) => opening)).toEqual(first?.map(({ closing }) => closing))
    expect(await reconcileDay(marketplace, '2027-01-01')).toBe(null)
  })
})

test('sums agree with what they stand for; one that was changed by hand is found', async () => {
  expect(await wholeRead(verifySumsIn)).toEqual([])
  for (const change of ['count = count + 1', 'sum = sum + 1, moved = moved + 1', `booked_at = booked_at - interval '15 minutes'`]) {
    const [row] = await owner`select ctid::text as at from booked_sums where marketplace_id = ${marketplace} and type = 2 limit 1`
    const undo = await owner<{ count: string; sum: string; moved: string; booked_at: Date }[]>`
      select count::text, sum::text, moved::text, booked_at from booked_sums where ctid = ${row?.at}::tid`
    const [changed] = await owner.unsafe(`update booked_sums set ${change} where ctid = '${row?.at}'::tid returning ctid::text as at`)
    expect(await wholeRead(verifySumsIn), change).toMatchObject([{ marketplaceId: marketplace }])
    const { count, sum, moved, booked_at } = undo[0]!
    await owner`update booked_sums set count = ${count}, sum = ${sum}, moved = ${moved}, booked_at = ${booked_at} where ctid = ${changed?.at}::tid`
  }
  expect(await wholeRead(verifySumsIn)).toEqual([])
})

describe('one snapshot', () => {
  /** Totals and what changed them, with a payment booked between the two statements; what all time then seems to have begun with. */
  const opening = async (seller: number, tx: Tx) => {
    const [total] = await statements.totals(tx, seller)
    await postEvents(seller, [make.paid(500n, { seller: 'busy', order: `between-${Math.random()}` })])
    const since = await statements.changeSince(tx, seller, 0)
    return (total?.total ?? 0n) - (since.get('USD') ?? 0n)
  }

  test('holds what is read in several statements together, where read committed tears it apart', async () => {
    const busy = await newMarketplace('busy')
    await postEvents(busy, [make.paid(500n, { seller: 'busy', order: 'first' })])
    expect(await marketplaceRead(busy, (tx) => opening(busy, tx))).toBe(0n)
    expect(await batchTx((tx) => opening(busy, tx))).toBe(-500n)
  })

  test('of a day while two writers post and sums are merged: the day always begins with nothing', async () => {
    const busy = await newMarketplace('one', 'two')
    let done = false
    let n = 0
    const write = async (seller: string) => {
      while (!done) {
        const at = { seller, order: `o-${++n}` }
        await postEvents(busy, [make.paid(100n, at), make.shipped(at), make.refunded(30n, at), make.released(at)])
      }
    }
    const writers = [write('one'), write('two')]
    const today = await owner<[{ day: string }]>`select (portal_now() at time zone 'Asia/Shanghai')::date::text as day`
    for (let reads = 0; reads < 60 || n < 30; reads++) {
      if (reads < 60 && reads % 20 === 10) {
        await setClock(new Date(Date.parse('2026-11-03T04:00:00Z') + reads * 60_000).toISOString())
        await mergeSums()
      }
      const [usd] = (await reconcileDay(busy, today[0].day)) ?? []
      if (!usd) continue
      expect(usd.opening).toBe(0n)
      const [paid, refunded] = ['order.paid', 'order.refunded'].map((type) => usd.byType.find((row) => row.type === type)!)
      expect([paid?.sum, refunded?.sum]).toEqual([100n * BigInt(paid!.count), -30n * BigInt(refunded!.count)])
      expect(usd.closing).toBe(70n * BigInt(paid!.count))
    }
    done = true
    await Promise.all(writers)
    expect((await wholeRead(verifySumsIn)).filter(({ marketplaceId }) => marketplaceId === busy)).toEqual([])
  })
})

test('reads have connections of their own and a limit of time: writers go on while all of them are taken', async () => {
  const busy = await newMarketplace('busy')
  let finish = () => {}
  const finished = new Promise<void>((done) => (finish = done))
  let begun = 0
  const reads = Array.from({ length: 10 }, () =>
    marketplaceRead(busy, async (tx) => {
      const [row] = await tx.sql<[{ timeout: string; readOnly: string }]>`
        select current_setting('statement_timeout') as timeout, current_setting('transaction_read_only') as "readOnly"`
      begun++
      await finished
      return row
    }),
  )
  while (begun < 4) await new Promise((turn) => setImmediate(turn))
  expect((await postEvents(busy, [make.paid(1n, { seller: 'busy' })]))[0]?.status).toBe('posted')
  expect(begun).toBe(4)
  finish()
  for (const read of await Promise.all(reads)) expect(read).toEqual({ timeout: '5s', readOnly: 'on' })
})
