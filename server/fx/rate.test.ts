import { describe, expect, test } from 'vitest'
import { indicativeTotal, type Rate } from './rate.ts'

const at = Date.UTC(2026, 2, 2, 1, 15)
const day = 86_400_000
const rate: Rate = { base: 'USD', quote: 'CNY', value: '7.1', source: 'a bank', at }
const amounts = [
  { minor: 100_00n, currency: 'CNY' },
  { minor: 10_00n, currency: 'USD' },
]

describe('the total in one currency', () => {
  test('CNY 100.00 + USD 10.00 × 7.1 = CNY 171.00, and USD 100.00 ÷ 7.1 = 14.08, + 10.00 = USD 24.08', () => {
    expect(indicativeTotal(amounts, 'CNY', rate, at)).toEqual({ amount: '171.00', currency: 'CNY', rate, until: at + day })
    expect(indicativeTotal(amounts, 'USD', rate, at)).toEqual({ amount: '24.08', currency: 'USD', rate, until: at + day })
  })

  test('debt counts against it: CNY −100.00 + USD 10.00 × 7.1 = CNY −29.00', () => {
    expect(indicativeTotal([{ minor: -100_00n, currency: 'CNY' }, amounts[1]!], 'CNY', rate, at)?.amount).toBe('-29.00')
  })

  test('a rate is good for a day and not a millisecond longer', () => {
    expect(indicativeTotal(amounts, 'CNY', rate, at + day)).not.toBeNull()
    expect(indicativeTotal(amounts, 'CNY', rate, at + day + 1)).toBeNull()
  })

  test('without a rate, or with one of another pair, nothing is shown', () => {
    expect(indicativeTotal(amounts, 'CNY', null, at)).toBeNull()
    expect(indicativeTotal(amounts, 'CNY', { ...rate, base: 'EUR' }, at)).toBeNull()
  })
})
