import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { locales } from '#server/platform/locale.ts'
import { messagesOf } from './messages.ts'

test.each(locales)('%s: every file of the folder is read, under the name of its room', (locale) => {
  const files = readdirSync(new URL(locale, import.meta.url)).map((name) => name.replace('.json', ''))
  expect(files.length).toBeGreaterThan(3)
  expect(Object.keys(messagesOf(locale)).toSorted()).toEqual(files.toSorted())
})
