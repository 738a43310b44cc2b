import { expect, test } from 'vitest'
import { addDays, addYears, ageOn, daysBetween, isRealDate } from './plain-date.ts'

test.each([
  ['2024-02-29', true],
  ['2023-02-29', false],
  ['2000-02-29', true],
  ['1900-02-29', false],
  ['2026-04-31', false],
  ['2026-13-01', false],
  ['2026-00-10', false],
  ['2026-01-00', false],
  ['0001-01-01', true],
  ['0000-01-01', false],
  ['9999-12-31', true],
  ['2026-1-1', false],
  ['2026-01-01T00:00', false],
  ['+02026-01-01', false],
  ['２０２６-01-01', false],
  ['', false],
])('%j is a date of the calendar: %s', (text, isReal) => {
  expect(isRealDate(text)).toBe(isReal)
})

test('from 2026-12-01 to 2026-12-30 there are 29 days, and back −29', () => {
  expect(daysBetween('2026-12-01', '2026-12-30')).toBe(29)
  expect(daysBetween('2026-12-30', '2026-12-01')).toBe(-29)
  expect(addDays('2026-12-01', 29)).toBe('2026-12-30')
  expect(addDays('2024-03-01', -1)).toBe('2024-02-29')
})

test('ten years after 2014-02-28 are 2024-02-28, after 2012-02-29 2022-03-01, eight after it 2020-02-29', () => {
  expect(addYears('2014-02-28', 10)).toBe('2024-02-28')
  expect(addYears('2012-02-29', 10)).toBe('2022-03-01')
  expect(addYears('2012-02-29', 8)).toBe('2020-02-29')
})

test('somebody born on 2008-12-01 is 17 on 2026-11-30 and 18 on 2026-12-01', () => {
  expect(ageOn('2026-11-30', '2008-12-01')).toBe(17)
  expect(ageOn('2026-12-01', '2008-12-01')).toBe(18)
})

test('somebody born on 29 February 2008 is 17 on 28 February 2026 and 18 on 1 March', () => {
  expect(ageOn('2026-02-28', '2008-02-29')).toBe(17)
  expect(ageOn('2026-03-01', '2008-02-29')).toBe(18)
  expect(ageOn('2028-02-29', '2008-02-29')).toBe(20)
})
