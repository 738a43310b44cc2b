// Dates of a document: the holder's age and the period of validity, on a given day.
import { addDays, addYears, ageOn, daysBetween, isRealDate } from './plain-date.ts'
import type { Problem, ProblemCode, Warning } from './problem.ts'

/** Civil Code of the PRC, article 17: an adult has completed 18 years. */
const youngest = 18
const oldest = 120
const soonDays = 30

/**
 * For how many years an authority issues a document, null where each state decides; the day of the first issue, null where it is long ago.
 */
export type IssuedPeriods = { readonly years: readonly number[] | null; readonly since: string | null }

export type Dates = { readonly birth: string; readonly validFrom: string; readonly validUntil: string }

/** Resident ID Card Law of the PRC, article 5: without an end from the age of 46. */
const longTermAge = 46

function birthProblem(birth: string, today: string): ProblemCode | null {
  if (birth === '') return 'required'
  if (!isRealDate(birth)) return 'date_unreal'
  const age = ageOn(today, birth)
  if (age < youngest) return 'birth_too_young'
  return age > oldest ? 'birth_too_old' : null
}

function validFromProblem({ birth, validFrom }: Dates, today: string, isBirthSound: boolean): ProblemCode | null {
  if (validFrom === '') return 'required'
  if (!isRealDate(validFrom)) return 'date_unreal'
  if (validFrom > today) return 'not_yet_valid'
  return isBirthSound && validFrom < birth ? 'before_birth' : null
}

function validUntilProblem({ validFrom, validUntil }: Dates, today: string, isFromSound: boolean, longTerm: boolean): ProblemCode | null {
  if (validUntil === '') return longTerm ? null : 'long_term_not_allowed'
  if (!isRealDate(validUntil)) return 'date_unreal'
  if (isFromSound && validUntil <= validFrom) return 'period_order'
  return validUntil < today ? 'expired' : null
}

/**
 * Problems of compact dates on a day, at most one a field, in the order of the form. A date with a problem is not compared with others.
 * @param dates validUntil '' = without an end
 * @param today a real date
 */
export function dateProblems(dates: Dates, today: string, longTerm: boolean): Problem[] {
  const birth = birthProblem(dates.birth, today)
  const validFrom = validFromProblem(dates, today, birth === null)
  const validUntil = validUntilProblem(dates, today, validFrom === null, longTerm)
  const problems: Problem[] = []
  if (birth !== null) problems.push({ field: 'birth', code: birth })
  if (validFrom !== null) problems.push({ field: 'validFrom', code: validFrom })
  if (validUntil !== null) problems.push({ field: 'validUntil', code: validUntil })
  return problems
}

/** Whether a period is of so many years; documents print as its end the same day or the day before. */
function isOfYears(validFrom: string, validUntil: string, years: number): boolean {
  const sameDay = addYears(validFrom, years)
  return validUntil === sameDay || validUntil === addDays(sameDay, -1)
}

function isUsualPeriod({ birth, validFrom, validUntil }: Dates, { years }: IssuedPeriods): boolean {
  if (validUntil === '') return ageOn(validFrom, birth) >= longTermAge
  return years === null || years.some((count) => isOfYears(validFrom, validUntil, count))
}

/** Warnings of dates without problems, on a day. */
export function dateWarnings(dates: Dates, today: string, issued: IssuedPeriods): Warning[] {
  const warnings: Warning[] = []
  if (issued.since !== null && dates.validFrom < issued.since) warnings.push({ field: 'validFrom', code: 'validity_unusual' })
  if (dates.validUntil !== '' && daysBetween(today, dates.validUntil) < soonDays)
    warnings.push({ field: 'validUntil', code: 'expires_soon' })
  if (!isUsualPeriod(dates, issued)) warnings.push({ field: 'validUntil', code: 'validity_unusual' })
  return warnings
}
