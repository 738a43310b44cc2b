import { expect, test } from 'vitest'
import { type EntryRow, entryOf } from './entry.ts'

const row: EntryRow = {
  version: 3,
  currency: 'USD',
  kind: 2,
  fromBucket: 2,
  toBucket: 1,
  amount: 1_234n,
  balanceAfter: 1_234n,
  bookedMs: '1795536000000',
  orderId: 'A-1',
  lineId: '1',
}

test('a release of 12.34 raises the balance by 12.34', () => {
  expect(entryOf(row)).toEqual({
    version: 3,
    currency: 'USD',
    kind: 'release',
    from: 'pending',
    to: 'available',
    amount: '12.34',
    change: '12.34',
    balanceAfter: '12.34',
    bookedAt: 1_795_536_000_000,
    order: { orderId: 'A-1', lineId: '1' },
  })
})

test.each([
  ['paid into pending', { kind: 1, fromBucket: 7, toBucket: 2 }, '0.00'],
  ['refunded from available', { kind: 7, fromBucket: 1, toBucket: 7 }, '-12.34'],
  ['refunded into debt', { kind: 7, fromBucket: 6, toBucket: 7 }, '-12.34'],
  ['debt repaid', { kind: 9, fromBucket: 2, toBucket: 6 }, '12.34'],
  ['held', { kind: 5, fromBucket: 2, toBucket: 4 }, '0.00'],
] as const)('%s changes the balance by %s', (_what, move, change) => {
  expect(entryOf({ ...row, ...move }).change).toBe(change)
})

test('an entry without an order, and a code that nobody knows', () => {
  expect(entryOf({ ...row, orderId: null, lineId: null }).order).toBe(null)
  expect(() => entryOf({ ...row, kind: 99 })).toThrow('unknown kind 99')
})
