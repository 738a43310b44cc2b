import { expect, test } from 'vitest'
import { happened } from '#server/orders/index.ts'
import { certaintyOf } from './certainty.ts'

const { shipped, delivered, confirmed } = happened
const pending = { bucket: 'pending', state: shipped, day: '2026-11-25', late: false } as const

test.each([
  ['shipped and dated by the marketplace (early release)', pending, 'confirmed'],
  ['delivered', { ...pending, state: delivered }, 'confirmed'],
  ['confirmed by the buyer, and dated', { ...pending, state: confirmed }, 'confirmed'],
  ['on its way without a date', { ...pending, day: null }, 'atRisk'],
  ['dated, and not shipped', { ...pending, state: 0 }, 'atRisk'],
  ['past its date, whatever has happened', { ...pending, state: shipped | delivered | confirmed, late: true }, 'atRisk'],
  ['held, whatever date is known', { ...pending, bucket: 'frozen' }, 'atRisk'],
  ['held without a date', { ...pending, bucket: 'frozen', day: null }, 'atRisk'],
  ['a margin with its date', { ...pending, bucket: 'reserve' }, 'margin'],
  ['a margin without a date', { ...pending, bucket: 'reserve', day: null }, 'margin'],
  ['a margin past its date', { ...pending, bucket: 'reserve', late: true }, 'margin'],
] as const)('%s: %j is %s', (_what, part, certainty) => {
  expect(certaintyOf(part)).toBe(certainty)
})
