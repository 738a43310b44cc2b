import { expect, test } from 'vitest'
import { asInPages, balanceIn } from './balance.ts'
import { emptyBook } from './book.ts'

const zero = { available: '0.00', processing: '0.00', pending: '0.00', reserve: '0.00', frozen: '0.00', debt: '0.00', total: '0.00' }

test('every seller is shown CNY and USD, in this order, with the digits of the currency', () => {
  expect(asInPages([])).toEqual([
    { ...zero, currency: 'CNY' },
    { ...zero, currency: 'USD' },
  ])
})

test('other currencies that were booked follow by their code; one that was never booked is empty', () => {
  const books = [{ ...emptyBook('KWD'), available: 1_234n }, emptyBook('JPY'), emptyBook('USD')]
  expect(asInPages(books).map(({ currency, available }) => `${currency} ${available}`)).toEqual([
    'CNY 0.00',
    'USD 0.00',
    'JPY 0',
    'KWD 1.234',
  ])
  expect(balanceIn(books, 'EUR')).toEqual({ ...zero, currency: 'EUR' })
})

test('debt is shown positive and lessens the total: 1 + 2 + 3 + 4 + 0 − 5.50 = 4.50', () => {
  const book = { currency: 'USD', available: 0n, pending: 100n, reserve: 200n, frozen: 300n, processing: 400n, debt: -550n }
  expect(asInPages([book])[1]).toMatchObject({ debt: '5.50', total: '4.50' })
})
