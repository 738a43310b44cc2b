import { expect, test } from 'vitest'
import { countryOf } from './country.ts'

const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at))
const assigned = letters.flatMap((one) => letters.flatMap((two) => countryOf(one + two) ?? []))

test('the table has the 249 countries of ISO 3166-1, each with codes of its own', () => {
  expect(assigned).toHaveLength(249)
  expect(new Set(assigned.map(({ alpha3 }) => alpha3)).size).toBe(249)
  expect(new Set(assigned.map(({ numeric }) => numeric)).size).toBe(249)
  expect(assigned.filter(({ alpha3, numeric }) => !/^[A-Z]{3}$/.test(alpha3) || !/^[0-9]{3}$/.test(numeric))).toEqual([])
})

test('the platform’s own region names know every country of the table', () => {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  expect(assigned.filter(({ alpha2 }) => !names.of(alpha2))).toEqual([])
})

test('the official examples of the foreign PR card: 682 is Saudi Arabia, 124 is Canada', () => {
  expect(countryOf('SA')).toEqual({ alpha2: 'SA', alpha3: 'SAU', numeric: '682' })
  expect(countryOf('CA')).toEqual({ alpha2: 'CA', alpha3: 'CAN', numeric: '124' })
})

test.each(['', 'XK', 'UK', 'EU', 'sa', 'SAU', '__proto__', 'constructor'])('%j is no assigned alpha-2 code', (code) => {
  expect(countryOf(code)).toBeUndefined()
})
