import { expect, test } from 'vitest'
import { emptyBook } from '#server/ledger/index.ts'
import { addsUp, bucketDays } from './day.ts'

const opening = { ...emptyBook('USD'), pending: 10_000n, debt: -500n }
// 20.00 is paid; 100.00 is released: 4.00 stays as margin, 5.00 repays the debt, 91.00 becomes available.
const ways = [
  { from: 'marketplace', to: 'pending', sum: 2_000n },
  { from: 'pending', to: 'reserve', sum: 400n },
  { from: 'pending', to: 'debt', sum: 500n },
  { from: 'pending', to: 'available', sum: 9_100n },
] as const
const closing = { ...emptyBook('USD'), pending: 2_000n, reserve: 400n, available: 9_100n }
const days = bucketDays(opening, closing, ways)
const of = (name: string) => days.find(({ bucket }) => bucket === name)

test('pending: 100.00 + 20.00 − 4.00 − 5.00 − 91.00 = 20.00', () => {
  expect(of('pending')).toMatchObject({ opening: 10_000n, in: 2_000n, out: 10_000n, closing: 2_000n })
})

test('debt: −5.00 + 5.00 = 0.00', () => {
  expect(of('debt')).toMatchObject({ opening: -500n, in: 500n, out: 0n, closing: 0n })
})

test('the total: 95.00 + 20.00 = 115.00, for what moves within it is no income', () => {
  expect(of('total')).toMatchObject({ opening: 9_500n, in: 2_000n, out: 0n, closing: 11_500n })
  expect(addsUp(days)).toBe(true)
})

test('a cent that nothing moved is noticed', () => {
  expect(addsUp(bucketDays(opening, { ...closing, available: 9_101n }, ways))).toBe(false)
})
