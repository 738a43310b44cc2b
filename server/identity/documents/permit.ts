// Numbers of the mainland travel permits of Hong Kong, Macau and Taiwan residents. They have no check digit.
import type { ProblemCode } from './problem.ts'

/** The lifelong number, and the two digits of renewals that were typed with it; '' where there were none. */
export type PermitNumber = { readonly number: string; readonly renewals: string }

/**
 * Splits a compact number of a Hong Kong or Macau permit (港澳居民来往内地通行证).
 * MPS Exit-Entry Administration, 2010-03-10: H (Hong Kong) or M (Macau), 8 digits for life, 2 digits of renewals that begin with 00. Cards
 * since 2013 print the renewals (换证次数) apart. National Immigration Administration, 2024-07-01: permanent residents who are not Chinese
 * citizens get HA or MA and 7 digits for life, the renewals apart, from 2024-07-10 on.
 */
export function splitHkMoPermit(number: string, region: string): PermitNumber | ProblemCode {
  const parts = /^([HM](?:A[0-9]{7}|[0-9]{8}))([0-9]{2})?$/.exec(number)
  if (!parts) return 'number_format'
  if (number.startsWith('H') !== (region === 'HK')) return 'number_region'
  return { number: parts[1] ?? '', renewals: parts[2] ?? '' }
}

/**
 * The lifelong number in a compact number of a Taiwan permit (台湾居民来往大陆通行证).
 * China News Service, 2008-09-12: since 2008-09-25 the number is the 8 digits for life, the count of issues is printed apart. Before, two
 * digits of that count followed, and in the series of 1992 the issuing office in brackets. Applicants still type them, so they are cut off.
 * @returns null where the number has another form
 */
export function taiwanPermitNumber(number: string): string | null {
  return /^([0-9]{8})(?:[0-9]{2}(?:\([0-9A-Z]\))?)?$/.exec(number)?.[1] ?? null
}

/** First day on which permits HA… and MA… were issued (National Immigration Administration, 2024-07-01). */
export const nonChinesePermitSince = '2024-07-10'
