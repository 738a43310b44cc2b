import { expect, test } from 'vitest'
import { ViewName } from './schema.ts'
import { mostViews, whyNotKeep } from './view.ts'

const names = Array.from({ length: mostViews - 1 }, (_, n) => `view ${n}`)

test('nineteen views leave room for one more, twenty for none', () => {
  expect(whyNotKeep(names, 'refunds')).toBe(null)
  expect(whyNotKeep([...names, 'holds'], 'refunds')).toBe('too_many')
})

test('a name that is there already is said before that there are too many', () => {
  expect(whyNotKeep(['refunds'], 'refunds')).toBe('name_taken')
  expect(whyNotKeep([...names, 'refunds'], 'refunds')).toBe('name_taken')
})

test.each(['大额退款', ' refunds ', 'Q4 · USD > 1,000', 'x'.repeat(60)])('%j is a name', (name) => {
  expect(ViewName.safeParse(name).data).toBe(name.trim())
})

test.each(['', '   ', 'a\nb', 'a\u0000b', 'a\u2028b', 'x'.repeat(61)])('%j is none', (name) => {
  expect(ViewName.safeParse(name).success).toBe(false)
})
