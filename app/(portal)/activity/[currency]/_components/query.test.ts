import { expect, test } from 'vitest'
import { queryOf, withQuery } from './query.ts'

test.each([
  [{}, '/activity/USD'],
  [{ bucket: 'pending' }, '/activity/USD?bucket=pending'],
  [{ before: '12' }, '/activity/USD?before=12'],
  [{ bucket: 'debt', after: '7' }, '/activity/USD?bucket=debt&after=7'],
])('%j goes there and back', (search, address) => {
  expect(withQuery('USD', queryOf(search))).toBe(address)
})

test.each([
  [{ bucket: 'marketplace' }],
  [{ bucket: ['pending', 'debt'] }],
  [{ before: '0' }],
  [{ before: '-3' }],
  [{ before: '1e3' }],
  [{ before: '99999999999' }],
  [{ after: '2147483648' }],
  [{ bucket: '__proto__' }],
])('%j is not understood and left out', (search) => {
  expect(queryOf(search)).toEqual({ bucket: null, place: null })
})
