import { describe, expect, test } from 'vitest'
import { convertHalfEven } from './index.ts'

const rate = { base: 'USD', quote: 'CNY', value: '7.1234' }

describe('convertHalfEven', () => {
  test.each([
    ['USD 100.00 × 7.1234 = CNY 712.34', 10_000n, 'USD', 'CNY', 71_234n],
    ['CNY 712.34 ÷ 7.1234 = USD 100.00', 71_234n, 'CNY', 'USD', 10_000n],
    ['USD −1.00 × 7.1234 = CNY −7.12 (712.34 cents)', -100n, 'USD', 'CNY', -712n],
    ['CNY 5.00 is CNY 5.00', 500n, 'CNY', 'CNY', 500n],
    ['nothing is nothing', 0n, 'USD', 'CNY', 0n],
  ])('%s', (_, minor, from, to, expected) => {
    expect(convertHalfEven({ minor, currency: from }, to, rate)).toEqual({ minor: expected, currency: to })
  })

  test('a half goes to the even neighbour: 1 × 0.5 is 0, 3 × 0.5 (1.5) is 2, 5 × 0.5 (2.5) is 2', () => {
    const half = { base: 'USD', quote: 'CNY', value: '0.5' }
    expect([1n, 3n, 5n].map((minor) => convertHalfEven({ minor, currency: 'USD' }, 'CNY', half)?.minor)).toEqual([0n, 2n, 2n])
  })

  test('digits of both currencies count: USD 1.00 × 150 = JPY 150, KWD 1.000 × 3.25 = USD 3.25', () => {
    expect(convertHalfEven({ minor: 100n, currency: 'USD' }, 'JPY', { base: 'USD', quote: 'JPY', value: '150' })?.minor).toBe(150n)
    expect(convertHalfEven({ minor: 1_000n, currency: 'KWD' }, 'USD', { base: 'KWD', quote: 'USD', value: '3.25' })?.minor).toBe(325n)
  })

  test('large amounts keep every digit: USD 9,999,999,999,999.99 × 7.1234 is 71,233,999,999,999.928766 and so …,999.93', () => {
    expect(convertHalfEven({ minor: 10n ** 15n - 1n, currency: 'USD' }, 'CNY', rate)?.minor).toBe(7_123_399_999_999_993n)
  })

  test('a rate between other currencies converts nothing', () => {
    expect(convertHalfEven({ minor: 1n, currency: 'EUR' }, 'CNY', rate)).toBeNull()
  })
})
