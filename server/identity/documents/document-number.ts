// The number of a document and the renewals of a permit: which check applies, and how a number is shown.
import { countryOf } from './country.ts'
import type { DocumentType, Region } from './document-type.ts'
import { foreignPrProblem, passportProblem } from './passport.ts'
import { splitHkMoPermit, taiwanPermitNumber } from './permit.ts'
import { isRealDate } from './plain-date.ts'
import type { Problem, ProblemCode } from './problem.ts'
import { residencePermitProblem, residentIdProblem } from './resident-id.ts'

/** Region, type and country (ISO 3166-1 alpha-2, region 'other') of a document; the type is one of the region's. */
export type Kind = { readonly region: Region; readonly type: DocumentType; readonly country: string | null }

/** The number without renewals, the renewals, and problems of either. */
export type NumberParts = { readonly number: string; readonly renewals: number | null; readonly problems: readonly Problem[] }

/** Checks a number that holds no renewals. It can't be compared with an unreal birth or an unknown country. */
function numberProblem({ region, type, country }: Kind, number: string, birth: string): ProblemCode | null {
  const comparable = isRealDate(birth) ? birth : ''
  if (type === 'resident_id') return residentIdProblem(number, comparable)
  if (type === 'foreign_pr_card') return foreignPrProblem(number, comparable, countryOf(country ?? ''))
  if (type === 'residence_permit') return residencePermitProblem(number, comparable, region)
  if (type === 'taiwan_permit') return taiwanPermitNumber(number) === null ? 'number_format' : null
  return passportProblem(number)
}

/** The renewals of a Hong Kong or Macau permit, from its number or typed apart; both must agree. */
function readRenewals(inNumber: string, typed: string): number | ProblemCode {
  if (typed === '') return inNumber === '' ? 'required' : Number(inNumber)
  if (!/^[0-9]{1,2}$/.test(typed)) return 'renewals_format'
  return inNumber !== '' && Number(inNumber) !== Number(typed) ? 'renewals_differ' : Number(typed)
}

function hkMoParts(region: Region, number: string, typedRenewals: string): NumberParts {
  const split = number === '' ? 'required' : splitHkMoPermit(number, region)
  const isSplit = typeof split !== 'string'
  const renewals = readRenewals(isSplit ? split.renewals : '', typedRenewals)
  const problems: Problem[] = []
  if (!isSplit) problems.push({ field: 'number', code: split })
  if (typeof renewals === 'string') problems.push({ field: 'renewals', code: renewals })
  return { number: isSplit ? split.number : '', renewals: typeof renewals === 'number' ? renewals : null, problems }
}

/**
 * Splits and checks a compact number of a document.
 * @param typedRenewals compact; ignored for documents other than Hong Kong and Macau permits, whose forms don't ask for it
 * @param birth YYYY-MM-DD as typed
 */
export function partsOf(kind: Kind, number: string, typedRenewals: string, birth: string): NumberParts {
  if (kind.type === 'hk_mo_permit') return hkMoParts(kind.region, number, typedRenewals)
  const lifelong = kind.type === 'taiwan_permit' ? (taiwanPermitNumber(number) ?? number) : number
  const code = number === '' ? 'required' : numberProblem(kind, lifelong, birth)
  return { number: lifelong, renewals: null, problems: code === null ? [] : [{ field: 'number', code }] }
}

/**
 * A number as people see it: the first and the last character, the rest as asterisks (4****************X), as Chinese payment services show
 * it. It never shows a digit of the birth; three characters or fewer are hidden whole.
 */
export function maskNumber(number: string): string {
  const signs = Array.from(number)
  return signs.map((sign, index) => (signs.length > 3 && (index === 0 || index === signs.length - 1) ? sign : '*')).join('')
}
