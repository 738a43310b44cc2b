import { beforeAll, describe, expect, test } from 'vitest'
import * as make from '#db/test/events.ts'
import { ownerClient } from '#db/client.ts'
import { requestWithdrawal } from '#db/test/withdrawals.ts'
import { sellerIdOf } from '#db/test/sellers.ts'
import type { MarketplaceEvent } from './event.ts'
import { postEvents } from './post-events.ts'

const owner = ownerClient(2)
let marketplace = 0
let shops = 0

beforeAll(async () => {
  marketplace = await make.newMarketplace()
  return () => owner.end()
})

/** A seller of its own for each test. */
async function shop() {
  const seller = `shop-${++shops}`
  const order = `order-${shops}`
  await say(make.upserted({ seller }))
  return { seller, order }
}

async function say(...events: MarketplaceEvent[]) {
  const results = await postEvents(marketplace, events)
  return results.map((result) => (result.problem ? `${result.status} ${result.problem}` : result.status))
}

async function book(seller: string, currency = 'USD') {
  const [row] = await owner<Record<string, bigint>[]>`
    select available, pending, reserve, frozen, debt from books join sellers on sellers.id = seller_id
    where external_id = ${seller} and marketplace_id = ${marketplace} and currency = ${currency}`
  return row
}

/** A withdrawal leaves available: the only way into debt by a refund. */
async function withdraw(seller: string, amount: bigint) {
  const sellerId = await sellerIdOf(marketplace, seller)
  await requestWithdrawal({ sellerId, currency: 'USD', amount, at: make.noon })
}

describe('each event does to the buckets what the contract says', () => {
  test('paid 100.00, released with a margin of 5.00: 95.00 available, 5.00 reserve; margin back: 100.00', async () => {
    const at = await shop()
    expect(await say(make.paid(10_000n, at))).toEqual(['posted'])
    expect(await book(at.seller)).toMatchObject({ pending: 10_000n })
    expect(await say(make.released({ ...at, margin: 500n }))).toEqual(['posted'])
    expect(await book(at.seller)).toMatchObject({ available: 9_500n, reserve: 500n, pending: 0n })
    expect(await say(make.marginReleased(at))).toEqual(['posted'])
    expect(await book(at.seller)).toMatchObject({ available: 10_000n, reserve: 0n })
  })

  test('a refund of 100.00 takes reserve 5.00, available 40.00 and leaves a debt of 55.00; 30.00 and then 60.00 released repay it', async () => {
    const at = await shop()
    await say(make.paid(10_000n, at), make.released({ ...at, margin: 500n }))
    await withdraw(at.seller, 5_500n)
    expect(await book(at.seller)).toMatchObject({ available: 4_000n, reserve: 500n })
    expect(await say(make.refunded(10_000n, at))).toEqual(['posted'])
    expect(await book(at.seller)).toMatchObject({ available: 0n, reserve: 0n, debt: -5_500n })
    await say(make.paid(3_000n, { ...at, line: 'b' }), make.released({ ...at, line: 'b' }))
    expect(await book(at.seller)).toMatchObject({ available: 0n, debt: -2_500n })
    await say(make.paid(6_000n, { ...at, line: 'c' }), make.released({ ...at, line: 'c', margin: 1_000n }))
    expect(await book(at.seller)).toMatchObject({ available: 2_500n, reserve: 1_000n, debt: 0n })
  })

  test('held 100.00 is frozen, unheld it waits again; cancelled, pending and frozen leave', async () => {
    const at = await shop()
    await say(make.paid(10_000n, at), make.held(at))
    expect(await book(at.seller)).toMatchObject({ frozen: 10_000n, pending: 0n })
    await say(make.unheld({ ...at, at: make.noon + 1 }))
    expect(await book(at.seller)).toMatchObject({ frozen: 0n, pending: 10_000n })
    await say(make.held({ ...at, at: make.noon + 2 }), make.cancelled(at))
    expect(await book(at.seller)).toMatchObject({ frozen: 0n, pending: 0n, available: 0n })
  })

  test('currencies of 0 and 3 digits have books of their own', async () => {
    const at = await shop()
    expect(await say(make.paid(1_500n, { ...at, currency: 'JPY' }), make.paid(1_234n, { ...at, line: 'kwd', currency: 'KWD' }))).toEqual([
      'posted',
      'posted',
    ])
    expect(await book(at.seller, 'JPY')).toMatchObject({ pending: 1_500n })
    expect(await book(at.seller, 'KWD')).toMatchObject({ pending: 1_234n })
  })
})

describe('parked until its cause comes', () => {
  test.each([
    ['order.paid', 'its seller.upserted', (at: object) => make.paid(100n, at), (at: object) => make.upserted(at)],
    ['seller.closed', 'its seller.upserted', (at: object) => make.closed(at), (at: object) => make.upserted(at)],
  ])('%s before %s', async (_what, _cause, early, cause) => {
    const at = { seller: `stranger-${++shops}`, order: `order-${shops}` }
    expect(await say(early(at))).toEqual(['parked'])
    expect(await say(cause(at))).toEqual(['posted'])
    const [left] = await owner`select count(*)::int as n from parked join sellers s on s.id = seller_id where external_id = ${at.seller}`
    expect(left?.n).toBe(0)
  })

  test.each([
    ['shipped', make.shipped],
    ['delivered', make.delivered],
    ['confirmed', make.confirmed],
    ['released', make.released],
    ['held', make.held],
    ['cancelled', make.cancelled],
  ])('order.%s before order.paid', async (_name, early) => {
    const at = await shop()
    expect(await say(early(at))).toEqual(['parked'])
    expect(await say(make.paid(100n, at))).toEqual(['posted'])
    const [left] = await owner`select count(*)::int as n from parked join sellers s on s.id = seller_id where external_id = ${at.seller}`
    expect(left?.n).toBe(0)
  })

  test('order.released while any hold is open, margin.released before the release', async () => {
    const at = await shop()
    await say(make.paid(1_000n, at))
    expect(await say(make.marginReleased(at))).toEqual(['parked'])
    expect(await say(make.held(at), make.held({ ...at, hold: 'court' }), make.released({ ...at, margin: 100n }))).toEqual([
      'posted',
      'posted',
      'parked',
    ])
    expect(await say(make.unheld({ ...at, at: make.noon + 1 }))).toEqual(['posted'])
    expect(await book(at.seller)).toMatchObject({ frozen: 1_000n, available: 0n })
    expect(await say(make.unheld({ ...at, hold: 'court', at: make.noon + 1 }))).toEqual(['posted'])
    expect(await book(at.seller)).toMatchObject({ available: 1_000n, reserve: 0n })
  })

  test('one that parks and is booked within the request answers posted', async () => {
    const at = await shop()
    expect(await say(make.released(at), make.paid(100n, at))).toEqual(['posted', 'posted'])
  })

  test('sent again meanwhile it is parked still, with other content a conflict', async () => {
    const at = await shop()
    const early = make.released({ ...at, id: `early-${shops}` })
    expect(await say(early, early)).toEqual(['parked', 'parked'])
    expect(await say(make.released({ ...at, id: `early-${shops}`, margin: 1n }))).toEqual(['rejected event_conflict'])
  })

  test('several are booked by occurred_at: of two releases the older one', async () => {
    const at = await shop()
    const newer = make.released({ ...at, at: make.noon + 2, margin: 70n })
    const older = make.released({ ...at, at: make.noon + 1, margin: 30n })
    expect(await say(newer, older)).toEqual(['parked', 'parked'])
    expect(await say(make.paid(100n, at))).toEqual(['posted'])
    expect(await book(at.seller)).toMatchObject({ available: 70n, reserve: 30n })
    // Impossible when its turn came: rejected for good, its id stays taken.
    expect(await say(newer)).toEqual(['rejected already_released'])
    expect(await say(make.released({ ...at, id: newer.id, margin: 1n }))).toEqual(['rejected event_conflict'])
  })
})

describe('posted, and nothing moves', () => {
  test('a hold after release, and its unhold', async () => {
    const at = await shop()
    const unheld = make.unheld({ ...at, at: make.noon + 1 })
    expect(await say(make.paid(100n, at), make.released(at), make.held(at), unheld)).toEqual(Array(4).fill('posted'))
    expect(await book(at.seller)).toMatchObject({ available: 100n, frozen: 0n })
  })

  test('a release after everything was refunded', async () => {
    const at = await shop()
    expect(await say(make.paid(100n, at), make.refunded(100n, at), make.released(at))).toEqual(Array(3).fill('posted'))
    expect(await book(at.seller)).toMatchObject({ available: 0n, pending: 0n })
  })

  test('a second cancellation, a second return of the margin, a net of zero', async () => {
    const at = await shop()
    const b = { ...at, line: 'b' }
    expect(await say(make.paid(100n, at), make.cancelled(at), make.cancelled(at))).toEqual(Array(3).fill('posted'))
    expect(await say(make.paid(100n, b), make.released({ ...b, margin: 10n }), make.marginReleased(b), make.marginReleased(b))).toEqual(
      Array(4).fill('posted'),
    )
    expect(await say(make.paid(0n, { ...at, line: 'zero', fee: 10n }))).toEqual(['posted'])
    expect(await book(at.seller)).toMatchObject({ available: 100n, pending: 0n })
  })

  test('shipped, delivered and confirmed again: the newest date is shown, whatever the order of delivery', async () => {
    const at = await shop()
    const later = make.noon + 86_400_000
    await say(make.paid(100n, at), make.shipped({ ...at, when: later }), make.shipped({ ...at, when: make.noon }))
    const [line] = await owner`select shipped_at from lines where order_id = ${at.order}`
    expect(line?.shipped_at).toEqual(new Date(later))
  })

  test('a second event of the same hold only updates its reason', async () => {
    const at = await shop()
    await say(make.paid(100n, at), make.held({ ...at, reason: 'risk' }), make.held({ ...at, reason: 'legal', at: make.noon + 1 }))
    expect(await book(at.seller)).toMatchObject({ frozen: 100n, pending: 0n })
    const [line] = await owner`select hold_reason from lines where order_id = ${at.order}`
    expect(line?.hold_reason).toBe(3)
  })
})

test('100 payments of 9,999,999,999,999.99 are booked, only the one that would reach 10^17 is rejected, and a refund makes room', async () => {
  const of = await shop()
  const most = 10n ** 15n - 1n
  const payments = Array.from({ length: 101 }, (_, n) => make.paid(most, { ...of, line: `l${n}` }))
  expect(await say(...payments, make.paid(7n, { ...of, line: 'cny', currency: 'CNY' }))).toEqual([
    ...Array<string>(100).fill('posted'),
    'rejected amount_limit',
    'posted',
  ])
  expect(await say(make.refunded(most, { ...of, line: 'l0' }), payments[100] as MarketplaceEvent)).toEqual(['posted', 'posted'])
  expect(await book(of.seller)).toMatchObject({ pending: most * 100n })
})

describe('rejected', () => {
  test('a second release, payment or refund of one refund_id, and refunds above net, are rejected', async () => {
    const at = await shop()
    await say(make.paid(100n, at), make.refunded(60n, { ...at, refund: 'r1' }))
    expect(await say(make.refunded(41n, at))).toEqual(['rejected refund_exceeds_line'])
    expect(await say(make.refunded(10n, { ...at, refund: 'r1' }))).toEqual(['rejected refund_conflict'])
    expect(await say(make.paid(100n, at))).toEqual(['rejected already_paid'])
    expect(await say(make.released(at), make.released(at))).toEqual(['posted', 'rejected already_released'])
    expect(await say(make.cancelled(at))).toEqual(['rejected already_released'])
    expect(await book(at.seller)).toMatchObject({ available: 40n })
  })

  test('a release, a hold and a refund after cancellation are rejected', async () => {
    const at = await shop()
    await say(make.paid(100n, at), make.cancelled(at))
    expect(await say(make.released(at), make.held(at), make.refunded(1n, at))).toEqual(Array(3).fill('rejected line_cancelled'))
  })

  test("another seller's line, another currency, the far future; the id stays free for the corrected event", async () => {
    const at = await shop()
    const other = await shop()
    await say(make.paid(100n, at))
    expect(await say(make.shipped({ ...at, seller: other.seller }))).toEqual(['rejected wrong_seller'])
    expect(await say(make.paid(100n, { ...at, seller: other.seller }))).toEqual(['rejected wrong_seller'])
    expect(await say(make.paid(100n, { ...at, currency: 'CNY' }))).toEqual(['rejected currency_mismatch'])
    expect(await say(make.refunded(1n, { ...at, currency: 'CNY' }))).toEqual(['rejected currency_mismatch'])
    expect(await say(make.released({ ...at, margin: 1n, currency: 'CNY', id: `fixed-${shops}` }))).toEqual(['rejected currency_mismatch'])
    expect(await say(make.released({ ...at, margin: 1n, id: `fixed-${shops}` }))).toEqual(['posted'])
    expect(await say(make.shipped({ ...at, at: Date.now() + 16 * 60_000 }))).toEqual(['rejected in_future'])
  })

  test('one id sent twice is a duplicate with equal content and a conflict with other content, whatever the seller', async () => {
    const at = await shop()
    const other = await shop()
    const payment = make.paid(100n, { ...at, id: `twice-${shops}` })
    expect(await say(payment, payment)).toEqual(['posted', 'duplicate'])
    expect(await say(payment)).toEqual(['duplicate'])
    expect(await say(make.paid(100n, { ...other, id: `twice-${shops}` }))).toEqual(['rejected event_conflict'])
    expect(await book(at.seller)).toMatchObject({ pending: 100n })
  })
})

test('a newer seller.upserted replaces, an older one does not, and an absent field is cleared', async () => {
  const seller = `named-${++shops}`
  await say(make.upserted({ seller, name: 'New', at: make.noon + 1, email: 'a@shop.example' }), make.upserted({ seller, name: 'Old' }))
  const row = async () => (await owner`select name, email from sellers where external_id = ${seller}`)[0]
  expect(await row()).toEqual({ name: 'New', email: 'a@shop.example' })
  await say(make.upserted({ seller, name: 'Newest', at: make.noon + 2 }))
  expect(await row()).toEqual({ name: 'Newest', email: null })
})

test('of closing and reopening the newest occurred_at wins, in any order of delivery', async () => {
  const { seller } = await shop()
  await say(make.reopened({ seller, at: make.noon + 2 }), make.closed({ seller, at: make.noon + 1 }))
  expect((await owner`select closed from sellers where external_id = ${seller}`)[0]?.closed).toBe(false)
  await say(make.closed({ seller, at: make.noon + 3 }))
  expect((await owner`select closed from sellers where external_id = ${seller}`)[0]?.closed).toBe(true)
})
