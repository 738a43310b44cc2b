import { expect, test } from 'vitest'
import { localeOf } from './locale.ts'

test.each([
  ['zh-CN', 'zh-CN'],
  ['zh', 'zh-CN'],
  ['zh-Hans-HK', 'zh-CN'],
  ['zh_TW', 'zh-TW'],
  ['zh-Hant', 'zh-TW'],
  ['zh-HK', 'zh-TW'],
  ['en-GB', 'en'],
  ['de', null],
  ['', null],
  [undefined, null],
])('%s → %s', (tag, locale) => expect(localeOf(tag)).toBe(locale))
