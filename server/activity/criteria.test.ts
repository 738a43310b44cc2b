import { expect, test } from 'vitest'
import { amountsOf, routesOf } from './criteria.ts'

test('neither type nor bucket: all rows, by the key alone', () => {
  expect(routesOf({ kinds: [], bucket: null })).toBe(null)
})

test('refunds leave five buckets, those of one bucket only one', () => {
  expect(routesOf({ kinds: ['refund'], bucket: null })).toHaveLength(5)
  expect(routesOf({ kinds: ['refund'], bucket: 'frozen' })).toEqual([{ kind: 7, from: 4 }])
})

test('frozen is entered by a hold and left by its end, a refund or a cancellation', () => {
  expect(routesOf({ kinds: [], bucket: 'frozen' })).toEqual([
    { kind: 5, from: 2 },
    { kind: 6, from: 4 },
    { kind: 7, from: 4 },
    { kind: 8, from: 4 },
  ])
})

test('a type that never touches the bucket leaves nothing, which is not the same as all', () => {
  expect(routesOf({ kinds: ['withdrawal_fee'], bucket: 'frozen' })).toEqual([])
})

test('12.5 is 1250 cents, 1250 yen are written without a point, and 12.345 dollars are refused', () => {
  expect(amountsOf({ least: '12.5', most: null }, 'USD')).toEqual({ least: 1250n, most: null })
  expect(amountsOf({ least: null, most: '1250' }, 'JPY')).toEqual({ least: null, most: 1250n })
  expect(() => amountsOf({ least: '12.345', most: null }, 'USD')).toThrow('invalid_input')
})
