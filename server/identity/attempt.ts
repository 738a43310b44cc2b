import { dayKey } from '#server/format/date.ts'
import {
  checkDocument,
  type Document,
  type DocumentPage,
  type DocumentType,
  pagesOf,
  type Problem,
  type Region,
  typesOf,
} from './documents/document.ts'
import type { AttemptState, Details, Reasons } from './schema.ts'

/** What was typed of a document, as it is kept sealed: in the characters that its checks have put right, and its country. */
export type Typed = Details

/** An attempt as its rules depend on it. */
export type Attempt = {
  readonly id: string
  readonly state: AttemptState
  readonly region: Region
  readonly type: DocumentType
  /** Null until the details were saved. */
  readonly typed: Typed | null
  /** Pages of which there is a picture. */
  readonly pages: readonly DocumentPage[]
  /** Why it was sent back; of a draft, what is still to be corrected. */
  readonly reasons: Reasons | null
}

export type EditReason = 'submitted' | 'verified' | 'not_begun'
export type SubmitReason = EditReason | 'details_missing' | 'details_wrong' | 'page_missing' | 'not_corrected' | 'not_declared'

/** Why an attempt can't be edited; null where it can. @param attempt the newest one */
export function whyNotEdit(attempt: Pick<Attempt, 'state'> | null): EditReason | null {
  if (!attempt) return 'not_begun'
  if (attempt.state === 'submitted') return 'submitted'
  return attempt.state === 'approved' ? 'verified' : null
}

/** Why an attempt can't be submitted; null where it can. @param today YYYY-MM-DD: a document may have expired since it was typed */
export function whyNotSubmit(attempt: Attempt | null, isDeclared: boolean, today: string): SubmitReason | null {
  const reason = whyNotEdit(attempt)
  if (reason || !attempt) return reason
  if (attempt.typed === null) return 'details_missing'
  if ('problems' in checkTyped(attempt, attempt.typed, today)) return 'details_wrong'
  if (attempt.state === 'sent_back' || Object.keys(attempt.reasons?.fields ?? {}).length > 0) return 'not_corrected'
  if (missingPages(attempt).length > 0) return 'page_missing'
  return isDeclared ? null : 'not_declared'
}

/** The pages that the document needs and of which there is no picture yet. */
export function missingPages({ type, pages }: Pick<Attempt, 'type' | 'pages'>): DocumentPage[] {
  return pagesOf[type].filter((page) => !pages.includes(page))
}

/** Whether the documents of a region include this one. */
export function isOfRegion(type: DocumentType, region: Region): boolean {
  return typesOf[region].includes(type)
}

/** What a corrected attempt keeps of one that was sent back: every picture but those that a reviewer refused. */
export function keptPages({ pages, reasons }: Pick<Attempt, 'pages' | 'reasons'>): DocumentPage[] {
  return pages.filter((page) => reasons?.pages[page] === undefined)
}

/** What is still to be corrected once the details were saved anew (no page), or a picture of a page was sent; null where nothing is. */
export function leftReasons(reasons: Reasons | null, page: DocumentPage | null): Reasons | null {
  if (!reasons) return null
  const pages = Object.fromEntries(Object.entries(reasons.pages).filter(([name]) => name !== page))
  const left: Reasons = { fields: page === null ? {} : reasons.fields, pages }
  return Object.keys(left.fields).length + Object.keys(left.pages).length > 0 ? left : null
}

/** The day in Beijing, YYYY-MM-DD: documents of the mainland begin and end by it. */
export function documentDay(at: Date): string {
  return dayKey(at.getTime(), 'Asia/Shanghai')
}

/** Checks what was typed of an attempt's document. @param today YYYY-MM-DD */
export function checkTyped(
  { region, type }: Pick<Attempt, 'region' | 'type'>,
  typed: Typed,
  today: string,
): ReturnType<typeof checkDocument> {
  return checkDocument({ ...typed, region, type, country: typed.country === '' ? null : typed.country }, today)
}

/** The text of a checked document, as it is kept. */
export function typedOf(document: Document): Typed {
  const { country, name, latinName, number, renewals, birth, validFrom, validUntil } = document
  return {
    country: country ?? '',
    name,
    latinName,
    number,
    renewals: renewals === null ? '' : String(renewals).padStart(2, '0'),
    birth,
    validFrom,
    validUntil: validUntil ?? '',
  }
}

/** A form's number of '' stands for the saved one, which the page shows masked. */
export function withSavedNumber(details: Details, saved: Typed | null): Details {
  return { ...details, number: details.number.trim() === '' ? (saved?.number ?? '') : details.number }
}

/** Why each field was refused; the first reason of each counts. */
export function byField(problems: readonly Problem[]): Partial<Record<Problem['field'], Problem['code']>> {
  const found: Partial<Record<Problem['field'], Problem['code']>> = {}
  for (const { field, code } of problems) found[field] ??= code
  return found
}
