/**
 * Currencies of ISO 4217 (list one) and their minor digits. Sellers get CNY and USD; the ledger and the API take all of
 * these, so that a marketplace in Tokyo (0 digits) or Kuwait (3) is no special case.
 */
const twoDigits =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ' +
  'ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD ' +
  'MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG ' +
  'SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG'
const noDigits = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'
const threeDigits = 'BHD IQD JOD KWD LYD OMR TND'

const digits = new Map<string, number>([
  ...twoDigits.split(' ').map((code) => [code, 2] as const),
  ...noDigits.split(' ').map((code) => [code, 0] as const),
  ...threeDigits.split(' ').map((code) => [code, 3] as const),
])

/** How many digits the currency's minor unit has (0, 2 or 3), or undefined where the code is not in circulation. */
export function minorDigits(currency: string): number | undefined {
  return digits.get(currency)
}

/** Whether a code is of a currency in circulation. */
export function isCurrency(code: string): boolean {
  return digits.has(code)
}

/** The currencies that every seller is shown, in this order, whether or not anything was booked in them yet. */
export const sellerCurrencies = ['CNY', 'USD'] as const
