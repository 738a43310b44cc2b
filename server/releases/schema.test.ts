import { expect, test } from 'vitest'
import { lineKey } from '#server/orders/keys.ts'
import { listInput } from './schema.ts'

test('from any of a thousand lines a page goes on: keys are hashes, and seven in eight are no UUID of a version', () => {
  const keys = Array.from({ length: 1000 }, (_, n) => lineKey(1, `order-${n}`, '1'))
  const written = keys.map((key) => key.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'))
  expect(written.filter((key) => !listInput.safeParse({ place: { next: key } }).success)).toEqual([])
  expect(listInput.safeParse({ place: { next: `${written[0]}0` } }).success).toBe(false)
})
