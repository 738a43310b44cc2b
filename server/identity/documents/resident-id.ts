// Numbers of the mainland resident ID card and of the residence permit for Hong Kong, Macau and Taiwan residents.
// GB 11643-1999: 6 digits of the administrative division, 8 of the birth, 3 of the sequence, one check character.
import { hasValidCheckCharacter } from './mod-11-2.ts'
import { isRealDate } from './plain-date.ts'
import type { ProblemCode } from './problem.ts'

/** GB/T 2260: the provinces, autonomous regions and municipalities whose police register residents. */
const provinces = new Set('11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65'.split(' '))

/**
 * Measures for the residence permits of Hong Kong, Macau and Taiwan residents (General Office of the State Council 〔2018〕 no. 81), article
 * 3.
 */
const permitDivisions = new Map([
  ['HK', '810000'],
  ['MO', '820000'],
  ['TW', '830000'],
])

/** The day on which these measures came into force and the first residence permits were issued. */
export const residencePermitSince = '2018-09-01'

/** Whether two digits are the code of a mainland province in GB/T 2260. */
export function isProvince(code: string): boolean {
  return provinces.has(code)
}

/**
 * The birth YYYYMMDD at digits 7 to 14 of an 18-character number, compared with the typed one; '' stands for a birth that cannot be
 * compared.
 */
export function birthInsideProblem(number: string, birth: string): ProblemCode | null {
  const inside = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!isRealDate(inside)) return 'number_birth_unreal'
  return birth !== '' && inside !== birth ? 'number_birth_differs' : null
}

/** Checks a compact number of a mainland resident ID card (居民身份证). Cards with 15 digits are void since 2013-01-01 (Law of 2011-10-29). */
export function residentIdProblem(number: string, birth: string): ProblemCode | null {
  if (/^[0-9]{15}$/.test(number)) return 'number_15_digits'
  if (!/^[0-9]{17}[0-9X]$/.test(number)) return 'number_format'
  if (!hasValidCheckCharacter(number)) return 'number_check_digit'
  if (!isProvince(number.slice(0, 2))) return 'number_region'
  return birthInsideProblem(number, birth)
}

/** Checks a compact number of a residence permit (港澳台居民居住证) of a region. */
export function residencePermitProblem(number: string, birth: string, region: string): ProblemCode | null {
  if (!/^[0-9]{17}[0-9X]$/.test(number)) return 'number_format'
  if (!hasValidCheckCharacter(number)) return 'number_check_digit'
  if (number.slice(0, 6) !== permitDivisions.get(region)) return 'number_region'
  return birthInsideProblem(number, birth)
}
