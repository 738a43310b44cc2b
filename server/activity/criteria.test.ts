import { expect, test } from 'vitest'
import { amountsOf, routesOf } from './criteria.ts'

test('neither type nor bucket: all rows, by the key alone', () => {
  expect(routesOf({ kinds: [], bucket: null })).toBe(null)
})

test('refunds leave five buckets, those of one bucket only one', () => {
  expect(routesOf({ kinds: ['refund'], bucket: null })).toHaveLength(5)
  expect(routesOf({ kinds: ['refund'], bucket: 'frozen' })).toEqual([{ kind: 7, from: 4, to: 7 }])
})

test('frozen is entered by a hold or a case, and left by their ends, a refund, a cancellation or a seizure', () => {
  const routes = routesOf({ kinds: [], bucket: 'frozen' })
  expect([...new Set(routes?.map(({ kind, from }) => `${kind} from ${from}`))]).toEqual([
    ...['5 from 2', '6 from 4', '7 from 4', '8 from 4'],
    ...['21 from 1', '22 from 4', '23 from 4'],
  ])
})

test('a cancelled withdrawal becomes available or repays debt: a filter by either bucket asks for one route', () => {
  const [available, debt] = [
    { kind: 13, from: 5, to: 1 },
    { kind: 13, from: 5, to: 6 },
  ]
  expect(routesOf({ kinds: ['withdrawal_cancelled'], bucket: null })).toEqual([available, debt])
  expect(routesOf({ kinds: ['withdrawal_cancelled'], bucket: 'processing' })).toEqual([available, debt])
  expect(routesOf({ kinds: ['withdrawal_cancelled'], bucket: 'debt' })).toEqual([debt])
  expect(routesOf({ kinds: ['withdrawal_cancelled'], bucket: 'available' })).toEqual([available])
})

test('a type that never touches the bucket leaves nothing, which is not the same as all', () => {
  expect(routesOf({ kinds: ['withdrawal_fee'], bucket: 'frozen' })).toEqual([])
})

test('12.5 is 1250 cents, 1250 yen are written without a point, and 12.345 dollars are refused', () => {
  expect(amountsOf({ least: '12.5', most: null }, 'USD')).toEqual({ least: 1250n, most: null })
  expect(amountsOf({ least: null, most: '1250' }, 'JPY')).toEqual({ least: null, most: 1250n })
  expect(() => amountsOf({ least: '12.345', most: null }, 'USD')).toThrow('invalid_input')
})
