import { expect, test } from 'vitest'
import type { PartGroup } from './calendar.ts'
import { aheadOf } from './ahead.ts'

const today = '2026-11-25' // a Wednesday

const group = (day: string | null, minor: bigint, more: Partial<PartGroup> = {}): PartGroup => ({
  currency: 'USD',
  bucket: 'pending',
  state: 2,
  holdReason: null,
  late: day !== null && day < today,
  day,
  minor,
  lines: 1,
  ...more,
})

test('next is the first day with something confirmed: 5.00 + 3.00 on the 27th, not the dispute of the 26th, what isn’t shipped, nor yuan', () => {
  const groups = [
    group('2026-12-20', 900n),
    group('2026-11-27', 500n),
    group('2026-11-27', 300n, { state: 6 }),
    group('2026-11-26', 700n, { bucket: 'frozen', holdReason: 1 }),
    group('2026-11-26', 600n, { state: 0 }),
    group('2026-11-27', 400n, { state: 0 }),
    group('2026-11-25', 100n, { currency: 'CNY' }),
    group('2027-01-10', 50n, { bucket: 'reserve' }),
  ]
  expect(aheadOf('USD', groups, [], today)).toMatchObject({ next: { day: '2026-11-27', amount: '8.00' } })
  expect(aheadOf('EUR', groups, [], today).next).toBe(null)
})

test('last is the last day known, margins included; 1.00 + 2.00 without a day and 4.00 of yesterday are said beside it', () => {
  const groups = [group('2026-12-20', 900n), group('2027-01-10', 50n, { bucket: 'reserve' }), group('2027-02-01', 1n, { currency: 'CNY' })]
  expect(aheadOf('USD', groups, [], today)).toMatchObject({ last: '2027-01-10', undated: null, overdue: null })
  const open = [group(null, 100n), group(null, 200n, { bucket: 'frozen', holdReason: 1 }), group('2026-11-24', 400n)]
  expect(aheadOf('USD', [...groups, ...open], [], today)).toMatchObject({ last: '2027-01-10', undated: '3.00', overdue: '4.00' })
  expect(aheadOf('USD', open, [], today)).toMatchObject({ next: null, last: null, undated: '3.00', overdue: '4.00' })
  expect(aheadOf('USD', [], [], today)).toMatchObject({ next: null, last: null, undated: null, overdue: null })
})

test('what is due today is neither overdue nor over', () => {
  expect(aheadOf('USD', [group(today, 700n)], [], today)).toMatchObject({
    next: { day: today, amount: '7.00' },
    last: today,
    overdue: null,
  })
})

test('eight weeks by their Mondays, the present one last, 0.00 where nothing was released', () => {
  const { weeks } = aheadOf('USD', [], [{ currency: 'USD', week: '2026-11-23', minor: 1_234n }], today)
  expect(weeks.map(({ week }) => week)).toEqual([
    '2026-10-05', '2026-10-12', '2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23',
  ]) // prettier-ignore
  expect(weeks.map(({ amount }) => amount)).toEqual([...Array.from({ length: 7 }, () => '0.00'), '12.34'])
  expect(aheadOf('USD', [], [], '2026-11-29').weeks.at(-1)?.week).toBe('2026-11-23')
  expect(aheadOf('USD', [], [], '2026-11-30').weeks.at(-1)?.week).toBe('2026-11-30')
})
