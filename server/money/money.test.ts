import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatMinor, isZero, negated, minorDigits, minorOf, parseMinor, percentHalfEven } from './index.ts'

describe('parseMinor', () => {
  test.each([
    ['12.34', 2, 1234n],
    ['12.3', 2, 1230n],
    ['12', 2, 1200n],
    ['0', 2, 0n],
    ['0.05', 2, 5n],
    ['1500', 0, 1500n],
    ['1.234', 3, 1234n],
    ['9999999999999.99', 2, 999_999_999_999_999n],
  ])('%s with %i digits is %s minor units', (text, digits, minor) => {
    expect(parseMinor(text, digits)).toBe(minor)
  })

  test.each([
    ['1.234', 2, 'too_precise'],
    ['1.0', 0, 'too_precise'],
    ['10000000000000.00', 2, 'too_large'],
    [`1${'0'.repeat(400)}`, 2, 'too_large'],
    ['-1', 2, 'malformed'],
    ['+1', 2, 'malformed'],
    ['1e3', 2, 'malformed'],
    ['01', 2, 'malformed'],
    ['.5', 2, 'malformed'],
    ['5.', 2, 'malformed'],
    ['1,000', 2, 'malformed'],
    [' 1', 2, 'malformed'],
    ['1\n', 2, 'malformed'],
    ['１', 2, 'malformed'],
    ['NaN', 2, 'malformed'],
    ['', 2, 'malformed'],
  ])('refuses %j with %i digits as %s', (text, digits, why) => {
    expect(parseMinor(text, digits)).toBe(why)
  })

  test('reads back what formatMinor wrote, for 0, 2 and 3 digits', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n - 1n), fc.constantFrom('JPY', 'USD', 'CNY', 'KWD'), (minor, currency) => {
        expect(parseMinor(formatMinor(minor, currency), minorDigits(currency) as number)).toBe(minor)
      }),
    )
  })
})

test('formatMinor writes the digits of the currency and the sign', () => {
  expect([formatMinor(5n, 'USD'), formatMinor(-1234n, 'CNY'), formatMinor(1500n, 'JPY'), formatMinor(-1n, 'KWD')]).toEqual([
    '0.05',
    '-12.34',
    '1500',
    '-0.001',
  ])
  expect(() => formatMinor(1n, 'XXX')).toThrow('no minor unit')
})

describe('minorOf', () => {
  test('reads back any sum: 9,999,999,999,999.99 twice is 1,999,999,999,999,998 cents, and a debt stays below zero', () => {
    expect([minorOf('19999999999999.98', 'USD'), minorOf('-0.05', 'USD'), minorOf('1500', 'JPY')]).toEqual([
      1_999_999_999_999_998n,
      -5n,
      1500n,
    ])
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 24n), 10n ** 24n), fc.constantFrom('JPY', 'USD', 'KWD'), (minor, currency) => {
        expect(minorOf(formatMinor(minor, currency), currency)).toBe(minor)
      }),
    )
  })

  test.each(['12', '12.3', '12.345', '', '1e3', '1,000.00', '+1.00', ' 1.00', '1.00\n'])('takes no %j for dollars', (text) => {
    expect(() => minorOf(text, 'USD')).toThrow('not an amount')
  })
})

test('nothing is nothing in any currency and with either sign; a cent is something', () => {
  expect(['0', '0.00', '0.000', '-0.00'].map(isZero)).toEqual([true, true, true, true])
  expect(['0.01', '-0.01', '10', '100.00'].map(isZero)).toEqual([false, false, false, false])
})

test('percentHalfEven rounds a half to the even neighbour: 2.5 % of 100 is 2, of 300 is 8 (7.5), of 1 is 0', () => {
  expect([percentHalfEven(100n, '2.5'), percentHalfEven(300n, '2.5'), percentHalfEven(1n, '2.5')]).toEqual([2n, 8n, 0n])
  expect(percentHalfEven(10n ** 15n - 1n, '100')).toBe(10n ** 15n - 1n)
})

test('an amount taken away has a minus before it, but for nothing: 12.50 → -12.50, 0.00 → 0.00', () => {
  expect(['12.50', '0.00', '0', '7'].map(negated)).toEqual(['-12.50', '0.00', '0', '-7'])
})
