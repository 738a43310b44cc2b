// Numbers of passports and of the foreign permanent resident ID card.
import type { Country } from './country.ts'
import { hasValidCheckCharacter } from './mod-11-2.ts'
import type { ProblemCode } from './problem.ts'
import { birthInsideProblem, isProvince } from './resident-id.ts'

/** Checks a compact passport number: 5 to 17 letters or digits. ICAO 9303 part 4 leaves the form to each state. */
export function passportProblem(number: string): ProblemCode | null {
  return /^[0-9A-Z]{5,17}$/.test(number) ? null : 'number_format'
}

/**
 * Checks a compact number of a foreign permanent resident ID card (外国人永久居留身份证).
 * National Immigration Administration, rules of the 2023 version: 9, two digits of the province, three of the nationality (GB/T 2659, which
 * is ISO 3166-1 numeric), 8 of the birth, 3 of the sequence, check character as GB 11643. The 2017 version: ISO 3166-1 alpha-3 and 12
 * digits.
 */
export function foreignPrProblem(number: string, birth: string, country: Country | undefined): ProblemCode | null {
  if (/^[A-Z]{3}[0-9]{12}$/.test(number)) return !country || number.startsWith(country.alpha3) ? null : 'number_country_differs'
  if (!/^9[0-9]{16}[0-9X]$/.test(number)) return 'number_format'
  if (!hasValidCheckCharacter(number)) return 'number_check_digit'
  if (!isProvince(number.slice(1, 3))) return 'number_region'
  if (country && number.slice(3, 6) !== country.numeric) return 'number_country_differs'
  return birthInsideProblem(number, birth)
}

/** First day on which the 18-digit card was issued (National Immigration Administration, 2023-09-15). */
export const newPrCardSince = '2023-12-01'
