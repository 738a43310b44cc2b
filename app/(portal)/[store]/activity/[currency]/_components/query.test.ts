import { expect, test } from 'vitest'
import { changed, everything, isFiltered, queryOf, searchOf } from './query.ts'

test.each([
  [{}, ''],
  [{ bucket: 'pending' }, '?bucket=pending'],
  [{ before: '12' }, '?before=12'],
  [{ bucket: 'debt', after: '7' }, '?bucket=debt&after=7'],
  [{ type: 'refund' }, '?type=refund'],
  [{ status: 'waiting', bucket: 'pending' }, '?bucket=pending&status=waiting'],
  [{ type: ['refund', 'hold'], period: '30d' }, '?type=refund&type=hold&period=30d'],
  [{ from: '2026-11-01', to: '2026-11-30' }, '?from=2026-11-01&to=2026-11-30'],
  [{ to: '2026-11-30' }, '?to=2026-11-30'],
  [{ least: '1204.50', most: '2000' }, '?least=1204.50&most=2000'],
  [{ ref: 'A-1 b' }, '?ref=A-1+b'],
])('%j goes there and back', (search, address) => {
  const query = queryOf(search, 'USD')
  expect(searchOf(query)).toBe(address)
  expect(query.unread).toEqual({})
})

test('what a form leaves empty is not in the address', () => {
  const query = queryOf({ bucket: '', status: '', period: '', from: '', to: '', least: '', most: '', ref: ' ' }, 'USD')
  expect(query).toEqual({ ...everything, unread: {} })
  expect(isFiltered(query)).toBe(false)
})

test.each([
  ['¥1,204.50', '1204.50'],
  ['１２０４．５', '1204.5'],
  [' $ 12 ', '12'],
])('an amount typed as %s is %s', (typed, amount) => {
  expect(queryOf({ least: typed }, 'USD').filter.least).toBe(amount)
})

test('dates and amounts the wrong way round are turned, 9.50 being less than 10', () => {
  const { filter } = queryOf({ from: '2026-11-30', to: '2026-11-01', least: '10', most: '9.50' }, 'USD')
  expect(filter.period).toEqual({ from: '2026-11-01', to: '2026-11-30' })
  expect([filter.least, filter.most]).toEqual(['9.50', '10'])
})

test('dates win over a preset', () => {
  expect(searchOf(queryOf({ period: '7d', from: '2026-11-01' }, 'USD'))).toBe('?from=2026-11-01')
})

test.each([
  [{ bucket: 'nowhere' }, 'bucket'],
  [{ bucket: ['pending', 'debt'] }, 'bucket'],
  [{ bucket: '__proto__' }, 'bucket'],
  [{ type: 'gift' }, 'type'],
  [{ status: 'lost' }, 'status'],
  [{ status: ['waiting', 'settled'] }, 'status'],
  [{ period: 'yesterday' }, 'period'],
  [{ from: '2026-02-30' }, 'from'],
  [{ to: '0000-01-01' }, 'to'],
  [{ least: 'a lot' }, 'least'],
  [{ most: '1.234' }, 'most'],
  [{ ref: 'x'.repeat(129) }, 'ref'],
  [{ ref: 'A\u0000' }, 'ref'],
])('%j is not understood: it is left out, and said', (search, field) => {
  const { unread, ...query } = queryOf(search, 'USD')
  expect(query).toEqual(everything)
  expect(unread).toEqual({ [field]: Object.values<string | string[]>(search).flat() })
})

test('an address without what a form left empty still has what nobody understands, word for word, and says the same again', () => {
  const { unread, ...query } = queryOf({ status: 'settled', from: '', least: '1,204.505', type: ['gift', 'loan'] }, 'USD')
  const address = searchOf(query, unread)
  expect(address).toBe('?status=settled&least=1%2C204.505&type=gift&type=loan')
  expect(queryOf({ status: 'settled', least: '1,204.505', type: ['gift', 'loan'] }, 'USD')).toEqual({ ...query, unread })
})

test.each([[{ before: '0' }], [{ before: '-3' }], [{ before: '1e3' }], [{ before: '99999999999' }], [{ after: '2147483648' }]])(
  'a place that is none, %j, is the newest',
  (search) => {
    expect(queryOf(search, 'USD').place).toBe(null)
  },
)

test('a change of the filter begins with the newest rows and keeps the rest', () => {
  expect(searchOf(changed(queryOf({ bucket: 'debt', ref: 'A', before: '9' }, 'USD'), { bucket: null }))).toBe('?ref=A')
})
