import { expect, test } from 'vitest'
import { certaintyOf } from './certainty.ts'

test.each([
  ['on its way or not even shipped', { bucket: 'pending', day: null }, 'atRisk'],
  ['delivered, or dated by the marketplace (early release)', { bucket: 'pending', day: '2026-11-25' }, 'confirmed'],
  ['held, whatever date is known', { bucket: 'frozen', day: '2026-11-25' }, 'atRisk'],
  ['held without a date', { bucket: 'frozen', day: null }, 'atRisk'],
  ['a margin, with or without its date', { bucket: 'reserve', day: '2026-11-25' }, 'margin'],
  ['a margin without a date', { bucket: 'reserve', day: null }, 'margin'],
] as const)('%s: %j is %s', (_what, part, certainty) => {
  expect(certaintyOf(part)).toBe(certainty)
})
