// Checks an identity document as it was typed: format, check characters, dates and what its fields say about each other.
import { countryOf } from './country.ts'
import { type Kind, type NumberParts, partsOf } from './document-number.ts'
import { type DocumentType, documentTypes, type Region, regions, typesOf } from './document-type.ts'
import { isSameLatinName, latinNameProblem, nameProblem, normaliseName, plainLatinOf, type Script, scriptOf } from './person-name.ts'
import { newPrCardSince } from './passport.ts'
import { nonChinesePermitSince } from './permit.ts'
import { isRealDate } from './plain-date.ts'
import { type Field, type Problem, type ProblemCode, type Warning } from './problem.ts'
import { residencePermitSince } from './resident-id.ts'
import { compactDate, compactNumber } from './typed-text.ts'
import { dateProblems, dateWarnings } from './validity.ts'

export { maskNumber } from './document-number.ts'
export { type DocumentPage, type DocumentType, pagesOf, type Region, typesOf } from './document-type.ts'
export { type Field, type Problem, type ProblemCode, type Warning } from './problem.ts'

/** A document as it was typed. */
export type Typed = {
  readonly region: Region
  /** ISO 3166-1 alpha-2 where the region is 'other'; ignored elsewhere. */
  readonly country: string | null
  readonly type: DocumentType
  readonly name: string
  /** '' where the document has none, or where the name itself is in Latin letters. */
  readonly latinName: string
  readonly number: string
  /** 换证次数 of a Hong Kong or Macau permit; '' where it was not asked, ignored for other documents. */
  readonly renewals: string
  /** YYYY-MM-DD */
  readonly birth: string
  readonly validFrom: string
  /** '' = without an end (长期), resident ID cards only. */
  readonly validUntil: string
}

/** A document that passed every check, normalised: the same document typed in another way gives the same values. */
export type Document = {
  readonly region: Region
  /** ISO 3166-1 alpha-2 where the region is 'other', otherwise null. */
  readonly country: string | null
  readonly type: DocumentType
  readonly name: string
  /** Upper case A to Z as in the machine-readable zone; '' where the document prints none. */
  readonly latinName: string
  /** The lifelong number: without the renewals of a permit. */
  readonly number: string
  readonly renewals: number | null
  readonly birth: string
  readonly validFrom: string
  /** null = without an end (长期). */
  readonly validUntil: string | null
}

/**
 * For how many years the authorities issue a document. Resident ID Card Law, article 5: 5, 10 or 20, or without an end. Hong Kong and Macau
 * permits: 10, for minors 3 (MPS Exit-Entry Administration, 2010-03-10) and now 5. Taiwan and residence permits: 5. Foreign PR cards: 10,
 * for minors 5. Passports: each state's own.
 */
const issuedYears: Record<DocumentType, readonly number[] | null> = {
  resident_id: [5, 10, 20],
  hk_mo_permit: [3, 5, 10],
  taiwan_permit: [5],
  residence_permit: [5],
  passport: null,
  foreign_pr_card: [5, 10],
}

/** The first day on which documents with numbers of this form were issued, where it is recent enough to tell a mistake. */
function issuedSince(type: DocumentType, number: string): string | null {
  if (type === 'residence_permit') return residencePermitSince
  if (type === 'hk_mo_permit' && number.charAt(1) === 'A') return nonChinesePermitSince
  return type === 'foreign_pr_card' && number.startsWith('9') ? newPrCardSince : null
}

/** Problems of region, country and type: what they may be together. */
function kindProblems({ region, type, country }: Kind): Problem[] {
  const problems: Problem[] = []
  const isKnownRegion = regions.includes(region)
  if (!isKnownRegion) problems.push({ field: 'region', code: 'region_unknown' })
  if (region === 'other') {
    const code = countryProblem(country ?? '')
    if (code !== null) problems.push({ field: 'country', code })
  }
  if (!documentTypes.includes(type)) problems.push({ field: 'type', code: 'type_unknown' })
  else if (isKnownRegion && !typesOf[region].includes(type)) problems.push({ field: 'type', code: 'type_not_of_region' })
  return problems
}

function countryProblem(country: string): ProblemCode | null {
  if (country === '') return 'required'
  if (!countryOf(country)) return 'country_unknown'
  return ['CN', 'HK', 'MO', 'TW'].includes(country) ? 'country_not_of_region' : null
}

/**
 * Scripts of the name that a type prints. Resident ID Card Law, article 4: Chinese characters. ICAO 9303: Latin letters on every passport.
 */
const printedScript: Record<DocumentType, Script | 'either'> = {
  resident_id: 'chinese',
  hk_mo_permit: 'either',
  taiwan_permit: 'either',
  residence_permit: 'either',
  passport: 'latin',
  foreign_pr_card: 'latin',
}

/** Types that print no Latin name beside a Chinese one. */
const withoutLatinName: ReadonlySet<DocumentType> = new Set(['resident_id', 'residence_permit'])

/** The name in the letters of the machine-readable zone: as typed, or from a name in Latin letters where it was left empty. */
function latinNameOf(typed: Typed, name: string): string {
  const latinName = withoutLatinName.has(typed.type) ? '' : normaliseName(typed.latinName)
  return plainLatinOf(latinName === '' && scriptOf(name) === 'latin' ? name : latinName)
}

/**
 * Checks a typed document on a day.
 * @param today the day YYYY-MM-DD in China, where the documents are issued
 * @returns the normalised document with warnings for its reviewer, or its problems: at most one a field, in the order of the form
 * @throws RangeError where `today` is no date, never because of what was typed
 */
export function checkDocument(
  typed: Typed,
  today: string,
): { document: Document; warnings: readonly Warning[] } | { problems: readonly Problem[] } {
  if (!isRealDate(today)) throw new RangeError(`today must be a date YYYY-MM-DD, not ${JSON.stringify(today)}`)
  const { region, type } = typed
  const country = region === 'other' ? compactNumber(typed.country ?? '') : null
  const name = normaliseName(typed.name)
  const latinName = latinNameOf(typed, name)
  const dates = { birth: compactDate(typed.birth), validFrom: compactDate(typed.validFrom), validUntil: compactDate(typed.validUntil) }

  const found = kindProblems({ region, type, country })
  const isKnownKind = !found.some(({ field }) => field === 'region' || field === 'type')
  const add = (field: Field, code: ProblemCode | null) => {
    if (code !== null) found.push({ field, code })
  }
  add('name', nameProblem(name, isKnownKind ? printedScript[type] : 'either'))
  add('latinName', latinNameProblem(latinName))
  const parts: NumberParts = isKnownKind
    ? partsOf({ region, type, country }, compactNumber(typed.number), compactNumber(typed.renewals), dates.birth)
    : { number: '', renewals: null, problems: [] }
  found.push(...parts.problems, ...dateProblems(dates, today, !isKnownKind || type === 'resident_id'))

  if (found.length > 0) return { problems: found }
  const { number, renewals } = parts
  const document = { region, country, type, name, latinName, number, renewals, ...dates, validUntil: dates.validUntil || null }
  const warnings = dateWarnings(dates, today, { years: issuedYears[type], since: issuedSince(type, number) })
  const isLatinSame = scriptOf(name) !== 'latin' || isSameLatinName(name, latinName)
  return { document, warnings: isLatinSame ? warnings : [{ field: 'latinName', code: 'latin_differs' }, ...warnings] }
}
