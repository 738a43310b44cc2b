import { expect, test } from 'vitest'
import { negotiate } from './locale.ts'

test.each([
  [null, 'zh-CN'],
  ['', 'zh-CN'],
  ['*', 'zh-CN'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
  ['zh-Hant-HK,zh;q=0.9', 'zh-TW'],
  ['zh-TW', 'zh-TW'],
  ['ZH-hk', 'zh-TW'],
  ['zh-Hans-SG', 'zh-CN'],
  ['de-DE,de;q=0.9,en;q=0.5', 'en'],
  ['de-DE,de;q=0.9', 'en'],
  ['de-DE,zh;q=0.4,en;q=0.5', 'en'],
  ['en;q=0,zh-TW;q=0.1', 'zh-TW'],
  ['en;q=junk, zh;q=0.9', 'en'],
  [',,,;q=1', 'zh-CN'],
])('Accept-Language %j is read as %s', (header, locale) => {
  expect(negotiate(header)).toBe(locale)
})
