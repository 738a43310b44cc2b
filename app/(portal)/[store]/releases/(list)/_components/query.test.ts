import { expect, test } from 'vitest'
import { storePaths } from '#server/platform/paths.ts'
import { fieldsOf, queryOf } from './query.ts'

const address = (search: Parameters<typeof queryOf>[0]) => storePaths('2bcdfghjkm').releases(fieldsOf(queryOf(search)))

const key = '0d3c5b6e-1f2a-fb3c-0d4e-5f6a7b8c9d0e'

test.each([
  [{}, '/releases'],
  [{ show: 'held', reason: 'dispute' }, '/releases?show=held&reason=dispute'],
  [{ reason: 'protection', due: 'week', currency: 'USD' }, '/releases?reason=protection&due=week&currency=USD'],
  [{ show: 'margin', due: 'unknown' }, '/releases?show=margin&due=unknown'],
  [{ show: 'all', next: key }, `/releases?show=all&next=${key}`],
  [{ previous: key }, `/releases?previous=${key}`],
])('%j goes there and back', (search, path) => {
  expect(address(search)).toBe(`/2bcdfghjkm${path}`)
})

test.each([
  [{ show: 'everything' }],
  [{ show: ['held', 'all'] }],
  [{ reason: 'dispute' }],
  [{ reason: '__proto__' }],
  [{ due: 'soon' }],
  [{ currency: 'usd' }],
  [{ currency: 'XYZ' }],
  [{ next: '1' }],
  [{ previous: 'x; drop table lines' }],
])('%j is not understood and left out', (search) => {
  expect(address(search)).toBe('/2bcdfghjkm/releases')
})

test('history has no date to come: it is not narrowed by one', () => {
  expect(queryOf({ show: 'released', due: 'week' }).due).toBe(null)
})
