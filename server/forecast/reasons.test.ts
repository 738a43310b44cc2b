import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyBook, movementKinds } from '#server/ledger/index.ts'
import { reasonsOf } from './reasons.ts'
import type { PartGroup } from './calendar.ts'

const cents = (amount: string) => BigInt(amount.replace('.', ''))

const group: fc.Arbitrary<PartGroup> = fc
  .record({
    currency: fc.constant('USD'),
    bucket: fc.constantFrom('pending', 'frozen', 'reserve'),
    state: fc.integer({ min: 0, max: 63 }),
    holdReason: fc.option(fc.integer({ min: 1, max: 4 })),
    minor: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    lines: fc.integer({ min: 1, max: 500 }),
    day: fc.option(fc.constantFrom('2026-11-20', '2026-12-01', '2027-01-05')),
  })
  .map((one) => ({ ...one, late: one.day === '2026-11-20' }))

const amount = fc.bigInt({ min: 0n, max: 10n ** 12n })

test('the reasons add up to total − available: pending + reserve + frozen + processing − debt, each named once, the largest first', () => {
  fc.assert(
    fc.property(fc.array(group), amount, amount, amount, (groups, processing, debt, ofCases) => {
      const of = (bucket: string) => groups.reduce((sum, one) => sum + (one.bucket === bucket ? one.minor : 0n), 0n)
      const book = {
        ...emptyBook('USD'),
        pending: of('pending'),
        frozen: of('frozen') + ofCases,
        reserve: of('reserve'),
        processing,
        debt: -debt,
      }
      const reasons = reasonsOf({ book, groups, rows: [], debts: [] })
      expect(reasons.reduce((sum, reason) => sum + cents(reason.amount), 0n)).toBe(
        book.pending + book.frozen + book.reserve + processing - debt,
      )
      const sizes = reasons.map(({ amount: text }) => cents(text.replace('-', '')))
      expect(sizes).toEqual(sizes.toSorted((a, b) => (a < b ? 1 : -1)))
      expect(new Set(reasons.map(({ reason }) => reason)).size).toBe(reasons.length)
    }),
  )
})

test('a debt of 12.00 after refunds of 5.00 and, before it, 10.00: the newest whole, and 7.00 of the older one', () => {
  const debts = [
    { version: 9, kind: 7, orderId: 'new', minor: 500n, at: 2, count: 2 },
    { version: 7, kind: 7, orderId: 'old', minor: 1_000n, at: 1, count: 2 },
  ]
  const [reason] = reasonsOf({ book: { ...emptyBook('USD'), debt: -1_200n }, groups: [], rows: [], debts })
  expect(reason).toMatchObject({ reason: 'debt', amount: '-12.00' })
  expect(reason?.causes).toEqual([
    { version: 9, kind: 'refund', orderId: 'new', amount: '5.00', at: 2 },
    { version: 7, kind: 'refund', orderId: 'old', amount: '7.00', at: 1 },
  ])
  expect(reason?.moreCauses).toBe(null)
})

test('a debt of 12.00 of four refunds, of which two of 5.00 and 3.00 are named: two more make the other 4.00', () => {
  const debts = [
    { version: 9, kind: 7, orderId: 'new', minor: 500n, at: 4, count: 4 },
    { version: 8, kind: 7, orderId: 'older', minor: 300n, at: 3, count: 4 },
  ]
  const [reason] = reasonsOf({ book: { ...emptyBook('USD'), debt: -1_200n }, groups: [], rows: [], debts })
  expect(reason?.causes.map(({ amount }) => amount)).toEqual(['5.00', '3.00'])
  expect(reason?.moreCauses).toEqual({ count: 2, amount: '4.00' })
})

test('a debt of 6.00 names what made it: 4.00 that banks kept of a return, which is of no order, and 2.00 of a correction', () => {
  const debts = [
    { version: 9, kind: movementKinds.return_charge.code, orderId: null, minor: 400n, at: 2, count: 2 },
    { version: 8, kind: movementKinds.adjustment_debit.code, orderId: null, minor: 300n, at: 1, count: 2 },
  ]
  const [reason] = reasonsOf({ book: { ...emptyBook('USD'), debt: -600n }, groups: [], rows: [], debts })
  expect(reason?.causes).toEqual([
    { version: 9, kind: 'return_charge', orderId: null, amount: '4.00', at: 2 },
    { version: 8, kind: 'adjustment_debit', orderId: null, amount: '2.00', at: 1 },
  ])
})

test('of 9.00 frozen an order in dispute holds 2.00 and a case the other 7.00', () => {
  const dispute: PartGroup = {
    ...{ currency: 'USD', bucket: 'frozen', state: 2, holdReason: 1, late: false, day: null },
    ...{ minor: 200n, lines: 1 },
  }
  const reasons = reasonsOf({ book: { ...emptyBook('USD'), frozen: 900n }, groups: [dispute], rows: [], debts: [] })
  expect(reasons).toMatchObject([
    { reason: 'case', bucket: 'frozen', amount: '7.00', acts: 'marketplace', lines: 0 },
    { reason: 'dispute', bucket: 'frozen', amount: '2.00', lines: 1 },
  ])
})

test('where nothing is missing there is no reason', () => {
  expect(reasonsOf({ book: { ...emptyBook('USD'), available: 5n }, groups: [], rows: [], debts: [] })).toEqual([])
})
