import { expect, test } from 'vitest'
import { dayPath, queryOf, withQuery } from './query.ts'

test.each([
  [{}, '/calendar?currency=USD'],
  [{ days: '30' }, '/calendar?currency=USD'],
  [{ days: '90', day: '2026-12-03' }, '/calendar?currency=USD&days=90&day=2026-12-03'],
  [{ day: 'undated' }, '/calendar?currency=USD&day=undated'],
])('%j goes there and back', (search, address) => {
  expect(withQuery(queryOf('USD', search))).toBe(address)
})

test.each([
  [{ days: '31' }],
  [{ days: ['60', '90'] }],
  [{ day: '2026-02-30' }],
  [{ day: '0000-01-01' }],
  [{ day: 'tomorrow' }],
  [{ day: ['later', 'past'] }],
])('%j is not understood and left out', (search) => {
  expect(queryOf('USD', search)).toEqual({ currency: 'USD', horizon: 30, on: null })
})

test.each([
  ['2026-11-23', '?currency=USD&day=2026-11-23'],
  ['2026-12-22', '?currency=USD&day=2026-12-22'],
  ['2026-12-23', '?currency=USD&days=60&day=2026-12-23'],
  ['2027-02-20', '?currency=USD&days=90&day=2027-02-20'],
  ['2027-02-21', '?currency=USD&days=90&day=later'],
])('from 23 November on, %s is in the calendar that shows it', (day, address) => {
  expect(dayPath('USD', day, '2026-11-23')).toBe(`/calendar${address}`)
})
