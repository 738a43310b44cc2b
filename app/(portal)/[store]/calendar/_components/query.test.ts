import { expect, test } from 'vitest'
import { fieldsOf, queryOf, queryOfDay } from './query.ts'

test.each([
  [{}, { currency: 'USD', days: null, day: null }],
  [{ days: '30' }, { currency: 'USD', days: null, day: null }],
  [
    { days: '90', day: '2026-12-03' },
    { currency: 'USD', days: 90, day: '2026-12-03' },
  ],
  [{ day: 'undated' }, { currency: 'USD', days: null, day: 'undated' }],
])('%j goes there and back', (search, fields) => {
  expect(fieldsOf(queryOf('USD', search))).toEqual(fields)
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
  ['2026-11-23', null, '2026-11-23'],
  ['2026-12-22', null, '2026-12-22'],
  ['2026-12-23', 60, '2026-12-23'],
  ['2027-02-20', 90, '2027-02-20'],
  ['2027-02-21', 90, 'later'],
])('from 23 November on, %s is in the calendar that shows it', (named, days, day) => {
  expect(fieldsOf(queryOfDay('USD', named, '2026-11-23'))).toEqual({ currency: 'USD', days, day })
})
