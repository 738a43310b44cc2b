import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyBook } from '#server/ledger/index.ts'
import { minorDigits, parseMinor } from '#server/money/index.ts'
import { daysFrom, type Expected, outlookOf, type PartGroup, withCases } from './calendar.ts'
import { horizons } from './schema.ts'

const today = '2026-11-23'
const minor = (amount: string) => parseMinor(amount, minorDigits('USD') ?? 0) as bigint

const group: fc.Arbitrary<PartGroup> = fc
  .record({
    currency: fc.constant('USD'),
    bucket: fc.constantFrom('pending', 'frozen', 'reserve'),
    state: fc.integer({ min: 0, max: 63 }),
    holdReason: fc.option(fc.integer({ min: 1, max: 4 })),
    minor: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    lines: fc.integer({ min: 1, max: 500 }),
    when: fc.option(fc.integer({ min: -40, max: 200 })),
  })
  .map(({ when, ...rest }) => {
    const day = when === null ? null : (daysFrom(new Date(Date.parse(today) + when * 86_400_000).toISOString().slice(0, 10), 1)[0] ?? null)
    return { ...rest, day, late: day !== null && day < today }
  })

test('past + days + later + no date yet = pending + frozen, and of margins = reserve, whatever a seller waits for', () => {
  fc.assert(
    fc.property(fc.array(group), fc.constantFrom(...horizons), (groups, horizon) => {
      const { days, within, past, later, undated } = outlookOf(groups, 'USD', today, horizon)
      expect(days.map(({ day }) => day)).toEqual(daysFrom(today, horizon))
      const places = [past, ...days, later, undated]
      const sum = (of: (one: Expected) => bigint, ones: readonly Expected[] = places) => ones.reduce((total, one) => total + of(one), 0n)
      const booked = (wanted: (bucket: string) => boolean) =>
        groups.reduce((total, one) => total + (wanted(one.bucket) ? one.minor : 0n), 0n)
      expect(sum((one) => minor(one.confirmed) + minor(one.atRisk))).toBe(booked((bucket) => bucket !== 'reserve'))
      expect(sum((one) => minor(one.margin))).toBe(booked((bucket) => bucket === 'reserve'))
      expect(sum((one) => BigInt(one.lines))).toBe(groups.reduce((total, one) => total + BigInt(one.lines), 0n))
      expect(minor(within.sum)).toBe(sum((one) => minor(one.sum), days))
      for (const one of places) expect(minor(one.sum)).toBe(minor(one.confirmed) + minor(one.atRisk) + minor(one.margin))
    }),
  )
})

test('12.34 confirmed and 5.00 in dispute on one day are 17.34; yesterday, the day after the last and no day are told apart', () => {
  const of = (day: string | null, cents: bigint, more: Partial<PartGroup> = {}): PartGroup => ({
    currency: 'USD',
    bucket: 'pending',
    state: 2,
    holdReason: null,
    late: day !== null && day < today,
    day,
    minor: cents,
    lines: 1,
    ...more,
  })
  const outlook = outlookOf(
    [
      of('2026-11-25', 1_234n),
      of('2026-11-25', 500n, { bucket: 'frozen', holdReason: 1 }),
      of('2026-12-22', 700n, { bucket: 'reserve' }),
      of('2026-12-23', 10n),
      of('2026-11-22', 20n),
      of(null, 30n, { state: 1 }),
    ],
    'USD',
    today,
    30,
  )
  expect(outlook.days[2]).toEqual({
    day: '2026-11-25',
    confirmed: '12.34',
    atRisk: '5.00',
    margin: '0.00',
    sum: '17.34',
    lines: 2,
    isEmpty: false,
  })
  expect(outlook.days.at(-1)).toMatchObject({ day: '2026-12-22', margin: '7.00', sum: '7.00' })
  expect(outlook.within).toMatchObject({ sum: '24.34', lines: 3 })
  expect([outlook.past.atRisk, outlook.later.confirmed, outlook.undated.atRisk]).toEqual(['0.20', '0.10', '0.30'])
})

test('what a case froze, 3.00 beside an order’s 5.00, has no day: without one lie 3.00 at risk, of no order', () => {
  const dispute: PartGroup = {
    ...{ currency: 'USD', bucket: 'frozen', state: 2, holdReason: 1, late: false, day: '2026-11-25' },
    ...{ minor: 500n, lines: 1 },
  }
  const books = [
    { ...emptyBook('USD'), frozen: 800n },
    { ...emptyBook('CNY'), frozen: 0n },
  ]
  const outlook = outlookOf(withCases([dispute], books), 'USD', today, 30)
  expect(outlook.undated).toMatchObject({ confirmed: '0.00', atRisk: '3.00', sum: '3.00', lines: 0 })
  expect(outlook.days[2]).toMatchObject({ atRisk: '5.00', lines: 1 })
  expect(withCases([dispute], books.slice(1))).toHaveLength(1)
})

test('where a case froze all that waits, 8.00, the calendar is not empty, though no order waits', () => {
  const frozen = { ...emptyBook('USD'), frozen: 800n }
  const outlook = outlookOf(withCases([], [frozen]), 'USD', today, 30)
  expect(outlook).toMatchObject({ isEmpty: false, undated: { atRisk: '8.00', lines: 0, isEmpty: false }, within: { isEmpty: true } })
  expect(outlookOf(withCases([], [emptyBook('USD')]), 'USD', today, 30)).toMatchObject({ isEmpty: true, undated: { isEmpty: true } })
})

test('days go on over the end of a month, of a year and of a February', () => {
  expect(daysFrom('2026-12-30', 4)).toEqual(['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02'])
  expect(daysFrom('2028-02-28', 3)).toEqual(['2028-02-28', '2028-02-29', '2028-03-01'])
})
