import fc from 'fast-check'
import { expect, test } from 'vitest'
import { barWidths } from './money-bar.tsx'

test('widths are shares of the scale, and the gaps of rounding stay under a tenth of a per cent', () => {
  expect(barWidths([75n, 25n], 100n)).toEqual([75, 25])
  expect(barWidths([1n, 1n, 1n], 3n)).toEqual([33.33, 33.33, 33.33])
})

test('a cent beside a million is still seen, and the bar isn’t longer for it', () => {
  expect(barWidths([100_000_000n, 1n], 100_000_001n)).toEqual([99.1, 0.9])
})

test('nothing is drawn for nothing', () => {
  expect(barWidths([0n, 0n], 0n)).toEqual([0, 0])
  expect(barWidths([0n, 5n], 5n)).toEqual([0, 100])
})

test('whatever the amounts: every part that is there has a width, none is negative, together never over 100', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(0n, 10n ** 18n), { minLength: 1, maxLength: 6 }), (minors) => {
      const widths = barWidths(
        minors,
        minors.reduce((sum, minor) => sum + minor, 0n),
      )
      minors.forEach((minor, place) => (minor > 0n ? expect(widths[place]).toBeGreaterThan(0.5) : expect(widths[place]).toBe(0)))
      expect(widths.reduce((sum, width) => sum + Math.round(width * 100), 0)).toBeLessThanOrEqual(10_000)
    }),
  )
})
