import { expect, test } from 'vitest'
import * as make from '#db/test/events.ts'
import { eventTypeCode } from './event-code.ts'
import type { Facts } from './facts.ts'
import { fold } from './fold.ts'
import { keyed } from './keys.ts'
import { sumsOf } from './sums.ts'

const facts = (): Facts => ({
  now: make.noon,
  sellers: new Map([['shop', { id: 1, upserted: { at: 0, by: '' }, closed: null }]]),
  lines: new Map(),
  holds: new Map(),
  books: new Map(),
  judged: new Map(),
  parked: new Map(),
  refunds: new Set(),
})
const sum = (type: keyof typeof eventTypeCode, currency: string, count: number, changed: bigint, moved: bigint) => ({
  type: eventTypeCode[type],
  currency,
  count,
  sum: changed,
  moved,
})

test('a batch of 100.00 paid, 30.00 refunded and 70.00 released changes the total by 70.00 and moves 200.00', () => {
  const yen = { line: 'yen', currency: 'JPY' }
  const events = [
    make.paid(10_000n),
    make.shipped(),
    make.refunded(3_000n),
    make.released(),
    make.paid(5n, yen),
    make.shipped(yen),
    make.cancelled(yen),
    make.closed(),
    make.paid(1n, { order: 'other', seller: 'unknown' }), // parks
    make.released(), // rejected
  ]
  const known = facts()
  known.sellers.set('unknown', { id: 2, upserted: null, closed: null })
  const { writes } = fold(
    events.map((event) => keyed(1, event)),
    known,
  )
  expect(sumsOf(writes)).toEqual([
    sum('order.paid', 'USD', 1, 10_000n, 10_000n),
    sum('order.shipped', 'USD', 1, 0n, 0n),
    sum('order.refunded', 'USD', 1, -3_000n, 3_000n),
    sum('order.released', 'USD', 1, 0n, 7_000n),
    sum('order.paid', 'JPY', 1, 5n, 5n),
    sum('order.shipped', 'JPY', 1, 0n, 0n),
    sum('order.cancelled', 'JPY', 1, -5n, 5n),
  ])
})
