import { expect, test } from 'vitest'
import { happened } from '#server/orders/index.ts'
import { orderOf, waterfallOf } from './order.ts'
import { type LineRow, releaseOf } from './release.ts'

const line: LineRow = {
  key: 'k1',
  orderId: 'A-1',
  lineId: '1',
  several: false,
  currency: 'USD',
  state: happened.shipped | happened.released,
  holdReason: null,
  paidAt: 1_000,
  bucket: 'reserve',
  releasedAt: 3_000,
  holdUntil: null,
  dueAt: 9_000,
  late: false,
  gross: 10_000n,
  commission: 800n,
  escrow: 100n,
  affiliate: null,
  net: 9_100n,
  refunded: 2_100n,
  pending: 0n,
  frozen: 0n,
  reserve: 500n,
}

test('100.00 − 8.00 − 1.00 = 91.00; − 21.00 refunded = 70.00, of which 5.00 are margin and 65.00 were released', () => {
  expect(waterfallOf([line])).toEqual({
    currency: 'USD',
    gross: '100.00',
    commission: '8.00',
    escrow: '1.00',
    affiliate: null,
    net: '91.00',
    refunded: '21.00',
    cancelled: '0.00',
    received: '70.00',
    pending: '0.00',
    frozen: '0.00',
    reserve: '5.00',
    released: '65.00',
  })
})

test('released early, the 5.00 of margin wait and 65.00 of the 70.00 are released; before that 70.00 wait and 0.00 are', () => {
  expect(releaseOf(line)).toMatchObject({ received: '70.00', released: '65.00', wait: { reason: 'margin', amount: '5.00' } })
  const waiting: LineRow = { ...line, state: happened.shipped, bucket: 'pending', pending: 7_000n, reserve: 0n }
  expect(releaseOf(waiting)).toMatchObject({ received: '70.00', released: '0.00', wait: { amount: '70.00' } })
})

test('a cancelled line comes to nothing: 91.00 − 21.00 refunded − 70.00 cancelled = 0.00', () => {
  const cancelled = { ...line, state: happened.cancelled, reserve: 0n }
  expect(waterfallOf([cancelled])).toMatchObject({ cancelled: '70.00', received: '0.00', released: '0.00' })
})

test('an order adds up its lines a currency each; a fee that only one of them has is that one’s', () => {
  const second = { ...line, key: 'k2', lineId: '2', affiliate: 300n, net: 8_800n, refunded: 0n, reserve: 0n }
  const yuan = { ...line, key: 'k3', lineId: '3', currency: 'CNY' }
  const order = orderOf('A-1', [line, second, yuan], [])
  expect(order?.sums).toMatchObject([
    { currency: 'USD', gross: '200.00', affiliate: '3.00', net: '179.00', received: '158.00', reserve: '5.00', released: '153.00' },
    { currency: 'CNY', gross: '100.00' },
  ])
})

test('each line has its own events: the payment brings the net, a refund takes its amount, and what was written twice is said once', () => {
  const events = [
    { id: 'e1', line: 'k1', type: 2, occurredAt: 1_000, refund: null, detail: null },
    { id: 'e2', line: 'other', type: 3, occurredAt: 2_000, refund: null, detail: null },
    { id: 'e3', line: 'k1', type: 10, occurredAt: 4_000, refund: 2_100n, detail: { reason: 'Parts missing', note: 'Parts missing' } },
    { id: 'e4', line: 'k1', type: 8, occurredAt: 4_500, refund: null, detail: { reason: 'dispute', note: 'Does not start' } },
  ]
  expect(orderOf('A-1', [line], events)?.lines[0]?.steps).toEqual([
    { id: 'e1', kind: 'paid', at: 1_000, amount: '91.00', hold: null, words: [] },
    { id: 'e3', kind: 'refunded', at: 4_000, amount: '21.00', hold: null, words: ['Parts missing'] },
    { id: 'e4', kind: 'held', at: 4_500, amount: null, hold: 'dispute', words: ['Does not start'] },
  ])
})

test('an order without lines is none', () => {
  expect(orderOf('A-1', [], [])).toBe(null)
})
