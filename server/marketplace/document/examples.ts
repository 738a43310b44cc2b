import { invalidEvent, rejectedEvent } from '../problem.ts'
import type { WireEvent } from '../schema.ts'

// Examples of the document. A test sends every request of them and compares what they say the portal answers.

/** The credentials of the example; nobody holds them. */
export const signed = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_2b7c1f',
  timestamp: '1772352000',
  body: '{"events":[{"id":"pay-1001-1","type":"order.paid","occurred_at":"2026-03-01T16:00:00+08:00","seller_id":"yunfan","data":{"order_id":"1001","line_id":"1","gross":{"currency":"USD","amount":"100.00"},"fees":[{"kind":"commission","amount":{"currency":"USD","amount":"8.00"}}],"net":{"currency":"USD","amount":"92.00"}}}]}',
  signature: 'v1,yGf8wlMEsAHuUAwzFVsO9P9HPvKMwDB33juiRQZJY9U=',
}

const usd = (amount: string) => ({ currency: 'USD', amount })
const line = { order_id: '1001', line_id: '1' }
const at = (day: number) => `2026-03-${String(day).padStart(2, '0')}T16:00:00+08:00`

/** The life of a line, in order, and an event on a line that never was, which is withdrawn; each type stands in it once. */
export const story: readonly WireEvent[] = [
  {
    id: 'seller-yunfan-1',
    type: 'seller.upserted',
    occurred_at: at(1),
    seller_id: 'yunfan',
    data: { name: '云帆跨境', region: 'CN', email: 'finance@yunfan.example', locale: 'zh-CN', time_zone: 'Asia/Shanghai' },
  },
  {
    id: 'pay-1001-1',
    type: 'order.paid',
    occurred_at: at(1),
    seller_id: 'yunfan',
    data: {
      ...line,
      gross: usd('100.00'),
      fees: [
        { kind: 'commission', amount: usd('8.00') },
        { kind: 'escrow', amount: usd('1.00') },
      ],
      net: usd('91.00'),
      expected_release_at: at(25),
    },
  },
  {
    id: 'ship-1001-1',
    type: 'order.shipped',
    occurred_at: at(2),
    seller_id: 'yunfan',
    data: { ...line, at: at(2), carrier: 'SF Express', tracking: 'SF1020304050' },
  },
  {
    id: 'hold-1001-1',
    type: 'order.held',
    occurred_at: at(5),
    seller_id: 'yunfan',
    data: { ...line, hold_id: 'dispute-77', reason: 'dispute', note: 'Not as described', until: at(20) },
  },
  { id: 'free-1001-1', type: 'order.unheld', occurred_at: at(6), seller_id: 'yunfan', data: { ...line, hold_id: 'dispute-77' } },
  { id: 'arrive-1001-1', type: 'order.delivered', occurred_at: at(9), seller_id: 'yunfan', data: { ...line, at: at(9) } },
  { id: 'confirm-1001-1', type: 'order.confirmed', occurred_at: at(10), seller_id: 'yunfan', data: { ...line, at: at(10) } },
  {
    id: 'release-1001-1',
    type: 'order.released',
    occurred_at: at(11),
    seller_id: 'yunfan',
    data: { ...line, margin: usd('4.55'), margin_until: '2026-05-01T00:00:00+08:00' },
  },
  {
    id: 'refund-1001-1-a',
    type: 'order.refunded',
    occurred_at: at(12),
    seller_id: 'yunfan',
    data: { ...line, refund_id: 'a', amount: usd('10.00'), reason: 'Part missing' },
  },
  { id: 'margin-1001-1', type: 'margin.released', occurred_at: at(13), seller_id: 'yunfan', data: line },
  {
    id: 'cancel-1001-2',
    type: 'order.cancelled',
    occurred_at: at(14),
    seller_id: 'yunfan',
    data: { order_id: '1001', line_id: '2', reason: 'Out of stock' },
  },
  { id: 'close-yunfan', type: 'seller.closed', occurred_at: at(15), seller_id: 'yunfan', data: { reason: 'The store moves' } },
  { id: 'reopen-yunfan', type: 'seller.reopened', occurred_at: at(16), seller_id: 'yunfan', data: {} },
  { id: 'withdraw-1001-2', type: 'event.withdrawn', occurred_at: at(17), seller_id: 'yunfan', data: { event_id: 'cancel-1001-2' } },
]

const money = (available: string, reserve: string, total: string) => ({
  available,
  pending: '0.00',
  reserve,
  frozen: '0.00',
  processing: '0.00',
  debt: '0.00',
  total,
})

/** What the portal answers once the story was told. */
export const answers = {
  seller: {
    seller_id: 'yunfan',
    status: 'unopened',
    name: '云帆跨境',
    region: 'CN',
    email: 'finance@yunfan.example',
    locale: 'zh-CN',
    time_zone: 'Asia/Shanghai',
    occurred_at: '2026-03-01T08:00:00.000Z',
    event_id: 'seller-yunfan-1',
  },
  balances: {
    seller_id: 'yunfan',
    status: 'unopened',
    as_of: '2026-03-16T08:00:00.000Z',
    currencies: { CNY: money('0.00', '0.00', '0.00'), USD: money('81.00', '0.00', '81.00') },
  },
  order: {
    order_id: '1001',
    lines: [
      {
        line_id: '1',
        seller_id: 'yunfan',
        status: 'released',
        expected_release_at: '2026-03-25T08:00:00.000Z',
        gross: usd('100.00'),
        fees: [
          { kind: 'commission', amount: usd('8.00') },
          { kind: 'escrow', amount: usd('1.00') },
        ],
        net: usd('91.00'),
        refunded: usd('10.00'),
        received: usd('81.00'),
        timeline: [{ type: 'order.paid', occurred_at: '2026-03-01T08:00:00.000Z', booked_at: '2026-03-01T08:00:00.250Z' }],
      },
    ],
    has_more: false,
  },
  posted: {
    id: 'pay-1001-1',
    type: 'order.paid',
    status: 'posted',
    occurred_at: '2026-03-01T08:00:00.000Z',
    booked_at: '2026-03-01T08:00:00.250Z',
    seller_id: 'yunfan',
    order_id: '1001',
    line_id: '1',
  },
  parked: {
    id: 'cancel-1001-4',
    type: 'order.cancelled',
    status: 'parked',
    occurred_at: '2026-03-14T08:00:00.000Z',
    seller_id: 'yunfan',
    order_id: '1001',
    line_id: '4',
    waiting_for: 'order.paid',
  },
  reconciliation: {
    date: '2026-03-01',
    currencies: { USD: { opening: '0.00', closing: '91.00', by_type: [{ type: 'order.paid', count: 1, sum: '91.00', moved: '91.00' }] } },
  },
} as const

const line3 = { order_id: '1001', line_id: '3', gross: usd('100.00'), fees: [{ kind: 'commission', amount: usd('8.00') }] }

/** A batch with one event of each outcome, sent after the story, and what it is answered. */
export const batch = {
  request: {
    events: [
      story[1],
      { ...story[1], id: 'pay-1001-1-b' },
      { id: 'cancel-1001-4', type: 'order.cancelled', occurred_at: at(14), seller_id: 'yunfan', data: { order_id: '1001', line_id: '4' } },
      { id: 'pay-1001-3', type: 'order.paid', occurred_at: at(1), seller_id: 'yunfan', data: { ...line3, net: usd('90.00') } },
      { id: 'pay-1001-3-b', type: 'order.paid', occurred_at: at(1), seller_id: 'yunfan', data: { ...line3, net: usd('92.00') } },
    ],
  },
  answer: {
    results: [
      { id: 'pay-1001-1', status: 'duplicate' },
      { id: 'pay-1001-1-b', status: 'rejected', problem: rejectedEvent('already_paid') },
      { id: 'cancel-1001-4', status: 'parked' },
      { id: 'pay-1001-3', status: 'rejected', problem: invalidEvent([{ pointer: '/data/net', code: 'net_mismatch' }]) },
      { id: 'pay-1001-3-b', status: 'posted' },
    ],
  },
} as const
