import { expect, test } from 'vitest'
import { fits, isLanguageTag, isRegion, isTimeZone } from './text.ts'

test('the length of a text is counted in code points', () => {
  expect([fits('字'.repeat(200), 200), fits('😀'.repeat(200), 200), fits('😀'.repeat(201), 200), fits('a'.repeat(201), 200)]).toEqual([
    true,
    true,
    false,
    false,
  ])
})

test('a region is an ISO 3166-1 code in capitals', () => {
  expect(['CN', 'HK', 'MO', 'TW', 'DE'].every(isRegion)).toBe(true)
  expect(['cn', 'XX', 'EU', 'UK', 'CHN', '', 'C', 'constructor'].some(isRegion)).toBe(false)
})

test('a time zone is a name of the IANA database', () => {
  for (const zone of [
    'Asia/Shanghai',
    'Asia/Taipei',
    'Europe/Berlin',
    'America/Argentina/Buenos_Aires',
    'Etc/GMT+8',
    'UTC',
    'PRC',
    'Europe/Kyiv',
  ])
    expect(isTimeZone(zone), zone).toBe(true)
  for (const zone of [
    'Asia/Beijing',
    'CTT',
    'PST',
    '+08:00',
    'GMT+8',
    'SystemV/PST8PDT',
    'US/Pacific-New',
    '',
    '../etc/passwd',
    "UTC'; select 1",
    `Asia/${'x'.repeat(80)}`,
  ])
    expect(isTimeZone(zone), zone).toBe(false)
})

test('checking many unknown time zones does not fill memory', () => {
  for (let n = 0; n < 12_000; n++) isTimeZone(`Asia/No${n}`)
  expect(isTimeZone('Asia/Shanghai')).toBe(true)
})

test('a locale is a well-formed tag; the underscore of Java and PHP counts as a hyphen', () => {
  for (const tag of ['zh-CN', 'zh-Hant-TW', 'en', 'zh_CN', 'sr-Latn-RS']) expect(isLanguageTag(tag), tag).toBe(true)
  for (const tag of ['', 'x', 'chinese language', 'zh-', '-', 'zh--CN', '中文', 'a'.repeat(101)])
    expect(isLanguageTag(tag), tag).toBe(false)
})
