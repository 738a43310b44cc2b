import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Balances, bucketCode, type Bucket, emptyBook, sellerBuckets, total } from './book.ts'
import { carryOut } from './movement.ts'
import { addsUp, balanceBuckets, bucketPeriods, changeOf, openingOf } from './period.ts'

const opening = { ...emptyBook('USD'), pending: 10_000n, debt: -500n }
// 20.00 is paid; 100.00 is released: 4.00 stays as margin, 5.00 repays the debt, 91.00 becomes available.
const flows = [
  { from: 'marketplace', to: 'pending', sum: 2_000n },
  { from: 'pending', to: 'reserve', sum: 400n },
  { from: 'pending', to: 'debt', sum: 500n },
  { from: 'pending', to: 'available', sum: 9_100n },
] as const
const closing = { ...emptyBook('USD'), pending: 2_000n, reserve: 400n, available: 9_100n }
const periods = bucketPeriods(opening, closing, flows)
const of = (name: string) => periods.find(({ bucket }) => bucket === name)

test('pending: 100.00 + 20.00 − 4.00 − 5.00 − 91.00 = 20.00', () => {
  expect(of('pending')).toMatchObject({ opening: 10_000n, in: 2_000n, out: 10_000n, closing: 2_000n })
})

test('debt: −5.00 + 5.00 = 0.00', () => {
  expect(of('debt')).toMatchObject({ opening: -500n, in: 500n, out: 0n, closing: 0n })
})

test('the total: 95.00 + 20.00 = 115.00, for what moves within it is no income', () => {
  expect(of('total')).toMatchObject({ opening: 9_500n, in: 2_000n, out: 0n, closing: 11_500n })
  expect(addsUp(periods)).toBe(true)
})

test('a cent that nothing moved is noticed', () => {
  expect(addsUp(bucketPeriods(opening, { ...closing, available: 9_101n }, flows))).toBe(false)
})

test('a closing of 115.00 after +20.00 and −0.50 began with 95.50', () => {
  expect(openingOf(11_500n, [2_000n, -50n])).toBe(9_550n)
})

test('whatever moves: every bucket, the total and the running balance are what carrying the movements out one by one leaves', () => {
  const bucket = fc.constantFrom(...(Object.keys(bucketCode) as Bucket[]))
  const moves = fc.array(fc.record({ from: bucket, to: bucket, amount: fc.bigInt({ min: 1n, max: 10n ** 12n }) }), { maxLength: 20 })
  fc.assert(
    fc.property(moves, (all) => {
      const [before, after] = [emptyBook('USD'), emptyBook('USD')]
      for (const move of all) carryOut(after, { kind: 'payment', ...move })
      const sums = bucketPeriods(
        before,
        after,
        all.map(({ amount, ...route }) => ({ ...route, sum: amount })),
      )
      expect(addsUp(sums)).toBe(true)
      const changed = (buckets: readonly (keyof Balances)[]) => all.reduce((sum, move) => sum + changeOf(move, buckets), 0n)
      expect(changed(sellerBuckets)).toBe(total(after))
      expect(changed(balanceBuckets)).toBe(after.available + after.debt)
    }),
  )
})
