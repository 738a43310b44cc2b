import { expect, test } from 'vitest'
import { currencyAsked, otherCurrencies } from './currency-asked.ts'

const named = (own: readonly string[], chosen: string) =>
  otherCurrencies(own, chosen, (currency) => `/why?currency=${currency}`).map(({ href, chosen }) => (chosen ? `[${href}]` : href))

test('a seller’s own currencies can be chosen, and the one that is shown is marked, also where it is none of them', () => {
  expect(named(['CNY', 'USD', 'JPY'], 'CNY')).toEqual(['[/why?currency=CNY]', '/why?currency=USD', '/why?currency=JPY'])
  expect(named(['CNY', 'USD'], 'EUR')).toEqual(['/why?currency=CNY', '/why?currency=USD', '[/why?currency=EUR]'])
})

test('an address asks for a currency in circulation, or gets the first', () => {
  expect([{ currency: 'JPY' }, { currency: 'XYZ' }, { currency: ['USD', 'CNY'] }, {}].map(currencyAsked)).toEqual([
    'JPY',
    'CNY',
    'CNY',
    'CNY',
  ])
})
