export { minorDigits, sellerCurrencies } from './currency.ts'
export { formatMinor, least, maxMinor, type Money, parseMinor } from './money.ts'
export { percentHalfEven } from './percent.ts'
