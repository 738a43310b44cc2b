import { expect, test } from 'vitest'
import { barOf } from './buckets.ts'

test('a bar takes what two of the largest events come to: 9,999,999,999,999.99 × 2 is 1,999,999,999,999,998 cents', () => {
  const nothing = { available: '0.00', processing: '0.00', reserve: '0.00', frozen: '0.00', debt: '0.00' }
  const { parts, debt } = barOf({ ...nothing, currency: 'USD', pending: '19999999999999.98', total: '19999999999999.98' }, () => '')
  expect(parts.map(({ minor }) => minor)).toEqual([0n, 0n, 1_999_999_999_999_998n, 0n, 0n])
  expect(debt.minor).toBe(0n)
})
