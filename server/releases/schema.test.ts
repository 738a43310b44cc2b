import { expect, test } from 'vitest'
import { lineKey } from '#server/orders/keys.ts'
import { listInput, orderInput } from './schema.ts'

test('from any of a thousand lines a page goes on: keys are hashes, and seven in eight are no UUID of a version', () => {
  const keys = Array.from({ length: 1000 }, (_, n) => lineKey(1, `order-${n}`, '1'))
  const written = keys.map((key) => key.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'))
  expect(written.filter((key) => !listInput.safeParse({ place: { next: key } }).success)).toEqual([])
  expect(listInput.safeParse({ place: { next: `${written[0]}0` } }).success).toBe(false)
})

test('an order has a name of the marketplace’s, of 64 characters at most; any other text names none', () => {
  const asked = (orderId: string) => orderInput.safeParse({ orderId }).success
  expect(['ord-20260301-1', 'A.b_c:1', 'x'.repeat(64)].map(asked)).toEqual([true, true, true])
  expect(['', 'a b', 'a\u0000', 'a\n', '订单', 'x'.repeat(65)].map(asked)).toEqual([false, false, false, false, false, false])
})
