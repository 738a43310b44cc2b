export { convertHalfEven, type ExchangeRate } from './convert.ts'
export { isCurrency, minorDigits, sellerCurrencies } from './currency.ts'
export { formatMinor, isZero, least, negated, minorOf, type Money, parseMinor } from './money.ts'
export { percentHalfEven } from './percent.ts'
