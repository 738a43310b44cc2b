import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wireTime } from '../reads/wire.ts'
import { instantPattern, parseDay, parseInstant } from './instant.ts'

const read = (text: string) => (instantPattern.test(text) ? parseInstant(text) : 'invalid_time')

test('parseInstant agrees with Date.parse on every real instant, with any digits and offset', () => {
  const offset = fc.tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('2200-01-01T00:00:00Z'), noInvalidDate: true }), offset, (date, [sign, h, m]) => {
      const shift = (h * 60 + m) * 60_000 * (sign === '+' ? 1 : -1)
      const local = new Date(date.getTime() + shift).toISOString()
      const two = (n: number) => String(n).padStart(2, '0')
      expect(read(`${local.slice(0, -1)}${sign}${two(h)}:${two(m)}`)).toBe(date.getTime())
      expect(read(date.toISOString())).toBe(date.getTime())
    }),
  )
})

test.each([
  ['2026-03-01T08:00:00Z', Date.UTC(2026, 2, 1, 8)],
  ['2026-03-01t08:00:00z', Date.UTC(2026, 2, 1, 8)],
  ['2026-03-01T16:00:00.5+08:00', Date.UTC(2026, 2, 1, 8, 0, 0, 500)],
  ['2026-03-01T16:00:00.05+08:00', Date.UTC(2026, 2, 1, 8, 0, 0, 50)],
  ['2028-02-29T23:59:59.999-00:00', Date.UTC(2028, 1, 29, 23, 59, 59, 999)],
  ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
  ['1970-01-01T00:00:00Z', 0],
  ['1969-12-31T16:00:00-08:00', 0],
  ['2200-01-01T00:00:00Z', Date.UTC(2200, 0, 1)],
])('%s is an instant', (text, ms) => {
  expect(read(text)).toBe(ms)
})

describe('refused', () => {
  test.each([
    ['no offset', '2026-03-01T08:00:00'],
    ['30 February', '2026-02-30T00:00:00Z'],
    ['29 February of a common year', '2026-02-29T00:00:00Z'],
    ['29 February 2100', '2100-02-29T00:00:00Z'],
    ['31 April', '2026-04-31T00:00:00Z'],
    ['month 13', '2026-13-01T00:00:00Z'],
    ['month 0', '2026-00-01T00:00:00Z'],
    ['day 0', '2026-01-00T00:00:00Z'],
    ['24:00:00', '2026-03-01T24:00:00Z'],
    ['minute 60', '2026-03-01T23:60:00Z'],
    ['leap second', '2016-12-31T23:59:60Z'],
    ['four fraction digits', '2026-03-01T08:00:00.1234Z'],
    ['a bare point', '2026-03-01T08:00:00.Z'],
    ['a comma', '2026-03-01T08:00:00,5Z'],
    ['offset of 24 hours', '2026-03-01T08:00:00+24:00'],
    ['offset minute 60', '2026-03-01T08:00:00+08:60'],
    ['offset without colon', '2026-03-01T08:00:00+0800'],
    ['a space for the T', '2026-03-01 08:00:00Z'],
    ['a date', '2026-03-01'],
    ['no seconds', '2026-03-01T08:00Z'],
    ['five digits of year', '12026-03-01T08:00:00Z'],
    ['a negative year', '-2026-03-01T08:00:00Z'],
    ['full-width digits', '２０２６-03-01T08:00:00Z'],
    ['a line break behind', '2026-03-01T08:00:00Z\n'],
    ['an epoch', '1772323200'],
    ['nothing', ''],
  ])('%s: %j', (_why, text) => {
    expect(read(text)).toBe('invalid_time')
  })

  test.each([
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '1969-12-31T23:59:59.999Z',
    '1970-01-01T00:00:00+00:01',
    '2200-01-01T00:00:00.001Z',
    '2200-01-01T00:00:00-00:01',
    '9999-12-31T23:59:59Z',
    '9999-12-31T23:59:59-00:01',
  ])('%s is an instant out of range', (text) => {
    expect(read(text)).toBe('out_of_range')
  })
})

test('an answer can write every valid instant plus a hundred years, and clamps older out-of-range ones', () => {
  const rfc3339 = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z$/
  const century = 100 * 366 * 86_400_000
  for (const ms of [0, read('2200-01-01T00:00:00Z') as number]) expect(wireTime(ms + century)).toMatch(rfc3339)
  expect([wireTime(Date.UTC(9999, 11, 31) + century), wireTime(-century * 100)]).toEqual([
    '9999-12-31T23:59:59.999Z',
    '0001-01-01T00:00:00.000Z',
  ])
})

test('only a real date is a day', () => {
  expect(['2026-02-28', '2028-02-29'].map(parseDay)).toEqual(['2026-02-28', '2028-02-29'])
  for (const text of ['2026-02-30', '2026-2-1', '26-02-01', '2026-02-28T00:00:00Z', '', '0000-01-01'])
    expect(parseDay(text), text).toBeUndefined()
})
