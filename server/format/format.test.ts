import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { amountParts, amountText, currencyName } from './amount.ts'
import { dateText, dayEnd, dayKey, offsetText, zoneText } from './date.ts'
import { sizeText } from './size.ts'
import { locales } from '#server/platform/locale.ts'

describe('amounts', () => {
  test.each([
    ['128430.55', 'CNY', '¥128,430.55'],
    ['-15.00', 'USD', '−$15.00'],
    ['0.00', 'USD', '$0.00'],
    ['-0.00', 'USD', '$0.00'],
    ['1500', 'JPY', '¥1,500'],
    ['-1.234', 'KWD', '−KWD1.234'],
    ['9999999999999.99', 'USD', '$9,999,999,999,999.99'],
  ])('%s %s is set as %s in English', (amount, currency, text) => {
    expect(amountText(amount, currency, 'en')).toBe(text)
  })

  test('a plus stands only where it is asked for, and never on zero', () => {
    expect(['12.00', '-12.00', '0.00'].map((amount) => amountText(amount, 'CNY', 'zh-CN', 'always'))).toEqual([
      '+¥12.00',
      '−¥12.00',
      '¥0.00',
    ])
  })

  test('the fraction is its own part', () => {
    expect(amountParts('42018.20', 'USD', 'zh-TW')).toEqual({ sign: '', symbol: '$', whole: '42,018', fraction: '.20' })
    expect(amountParts('42018', 'JPY', 'zh-TW')).toMatchObject({ whole: '42,018', fraction: '' })
  })

  test('every digit of the amount is shown, in each language, beyond what a float holds', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 22n), fc.constantFrom(...locales), (minor, locale) => {
        const digits = String(minor).padStart(3, '0')
        const shown = amountText(`${digits.slice(0, -2)}.${digits.slice(-2)}`, 'USD', locale)
        expect(shown.replace(/[^0-9]/g, '')).toBe(digits)
      }),
    )
  })
})

describe('dates', () => {
  const at = Date.UTC(2026, 10, 25, 17, 5, 9) // in Shanghai the 26th, 01:05
  test.each([
    ['zh-CN', 'day-and-weekday', '11月26日 周四'],
    ['zh-TW', 'day-and-weekday', '11月26日 週四'],
    ['en', 'day-and-weekday', 'Thu 26 Nov'],
    ['zh-CN', 'day-and-time', '11月26日 01:05'],
    ['en', 'day-and-time', '26 Nov, 01:05'],
    ['en', 'time', '01:05'],
    ['zh-TW', 'seconds', '01:05:09'],
  ] as const)('%s %s is %s', (locale, style, text) => {
    expect(dateText(at, locale, 'Asia/Shanghai', style)).toBe(text)
  })

  test('another year is written out', () => {
    const now = Date.UTC(2027, 0, 2)
    expect(dateText(at, 'en', 'Asia/Shanghai', 'day', now)).toBe('26 Nov 2026')
    expect(dateText(at, 'zh-CN', 'Asia/Shanghai', 'day-and-weekday', now)).toBe('2026年11月26日 周四')
  })

  test('the day is the seller’s, not UTC’s', () => {
    expect(dayKey(at, 'Asia/Shanghai')).toBe('2026-11-26')
    expect(dayKey(at, 'Europe/Berlin')).toBe('2026-11-25')
    expect(offsetText('Asia/Shanghai', at)).toBe('GMT+8')
    expect(offsetText('Europe/Berlin', Date.UTC(2026, 6, 1))).toBe('GMT+2')
  })

  test.each([Date.UTC(2026, 6, 15), Date.UTC(2026, 11, 1)])(
    'the zone of times in any season (%i): no offset where there are two',
    (now) => {
      const said = (zone: string) => locales.map((locale) => zoneText(zone, now, locale))
      expect(said('Asia/Shanghai')).toEqual(locales.map(() => 'GMT+8'))
      expect(new Set(said('America/Los_Angeles'))).toEqual(new Set(['Pacific Time', '北美太平洋时间', '太平洋時間']))
    },
  )

  test.each([
    ['Asia/Shanghai', '2026-11-01T16:00Z', '2026-11-02T16:00Z'],
    ['Asia/Shanghai', '2026-11-02T15:59:59.999Z', '2026-11-02T16:00Z'],
    // 25 hours from midnight to midnight, and 23.
    ['America/Los_Angeles', '2026-11-01T07:00Z', '2026-11-02T08:00Z'],
    ['America/Los_Angeles', '2026-03-08T08:00Z', '2026-03-09T07:00Z'],
  ])('in %s the day of %s ends at %s', (zone, at, end) => {
    expect(dayEnd(Date.parse(at), zone)).toBe(Date.parse(end))
  })
})

test('a file’s size: 839,600 bytes are 840 kB, 2,149,000 are 2.1 MB', () => {
  expect([sizeText(12, 'en'), sizeText(839_600, 'en'), sizeText(2_149_000, 'en')]).toEqual(['1 kB', '840 kB', '2.1 MB'])
})

test('a currency has its name, and what is none keeps its text', () => {
  expect([currencyName('CNY', 'en'), currencyName('USD', 'zh-CN'), currencyName('CNY', 'zh-TW')]).toEqual(['Renminbi', '美元', '人民幣'])
  expect(['XYZ', 'usd', '%00', ''].map((text) => currencyName(text, 'en'))).toEqual(['XYZ', 'usd', '%00', ''])
})
