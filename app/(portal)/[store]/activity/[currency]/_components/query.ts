import { CalendarDay, EntryFilter, EntryNumber, type Filter, type Place } from '#server/activity/index.ts'
import { minorDigits } from '#server/money/index.ts'

/** What the address of a list says: which rows, and where in the book. */
export type Query = { readonly filter: Filter; readonly place: Place }

type Search = Readonly<Record<string, string | string[] | undefined>>
type Field = 'type' | 'bucket' | 'status' | 'period' | 'from' | 'to' | 'least' | 'most' | 'ref'

/** Fields that nobody understands, each with what it says, so that it can be shown and mended. */
export type Unread = Readonly<Partial<Record<Field, readonly string[]>>>

/** All rows, from the newest. */
export const everything: Query = { filter: EntryFilter.parse({}), place: null }

/**
 * Reads an address. What it doesn't understand it leaves out, so that an old link still shows something, and names it in `unread`, so that
 * nobody takes the rows for an answer to it. Bounds that stand the wrong way round are turned; dates win over a preset.
 * @param currency how many digits an amount may have
 */
export function queryOf(search: Search, currency: string): Query & { readonly unread: Unread } {
  const unread: Partial<Record<Field, readonly string[]>> = {}
  const { kinds, bucket, status, period: preset } = EntryFilter.shape
  const take = <T>(
    field: Field,
    value: unknown,
    schema: { safeParse: (value: unknown) => { success: boolean; data?: T } },
  ): T | undefined => {
    if (value === undefined || value === '') return undefined
    const read = schema.safeParse(value)
    if (!read.success) unread[field] = [search[field] ?? []].flat()
    return read.data
  }
  const amount = (field: 'least' | 'most') => take(field, plainAmount(search[field], currency), EntryFilter.shape[field]) ?? null
  const [from, to] = lowFirst(take('from', search.from, CalendarDay) ?? null, take('to', search.to, CalendarDay) ?? null, (a, b) => a > b)
  const [least, most] = lowFirst(amount('least'), amount('most'), (a, b) => minor(a) > minor(b))
  const named = typeof search.period === 'string' ? take('period', search.period, preset) : undefined
  const filter: Filter = {
    kinds: take('type', search.type === undefined ? undefined : [search.type].flat(), kinds) ?? [],
    bucket: take('bucket', search.bucket, bucket) ?? null,
    status: take('status', search.status, status) ?? null,
    period: from !== null || to !== null ? { from, to } : (named ?? null),
    least,
    most,
    reference: take('ref', typeof search.ref === 'string' ? search.ref.trim() : search.ref, EntryFilter.shape.reference) ?? null,
  }
  const [before, after] = [versionOf(search.before), versionOf(search.after)]
  return { filter, place: before !== null ? { before } : after !== null ? { after } : null, unread }
}

/** People type amounts as they read them: ¥1,204.50, also from a Chinese keyboard. */
function plainAmount(text: string | string[] | undefined, currency: string): unknown {
  if (typeof text !== 'string') return text
  const plain = text.normalize('NFKC').replaceAll(/[\s,¥$]/g, '')
  const digits = /\.(\d*)$/.exec(plain)?.[1]?.length ?? 0
  return digits > (minorDigits(currency) ?? 0) ? 'too precise' : plain
}

/** A decimal as a number that compares, whatever its digits. */
function minor(text: string): bigint {
  const [whole = '', part = ''] = text.split('.')
  return BigInt(whole + part.padEnd(3, '0'))
}

function lowFirst<T>(a: T | null, b: T | null, wrong: (a: T, b: T) => boolean): [T | null, T | null] {
  return a !== null && b !== null && wrong(a, b) ? [b, a] : [a, b]
}

function versionOf(text: string | string[] | undefined): number | null {
  if (typeof text !== 'string' || !/^[1-9][0-9]{0,9}$/.test(text)) return null
  return EntryNumber.safeParse(Number(text)).data ?? null
}

/** What an address says after its path, the same for the same query: '' where it says nothing. */
export function searchOf({ filter, place }: Query, unread: Unread = {}): string {
  const { kinds, bucket, status, period, least, most, reference } = filter
  const days = typeof period === 'string' ? { period } : (period ?? {})
  const search = new URLSearchParams(kinds.map((kind) => ['type', kind]))
  for (const [name, value] of Object.entries({ bucket, status, ...days, least, most, ref: reference, ...place }))
    if (value !== null) search.set(name, String(value))
  for (const [name, texts] of Object.entries(unread)) for (const text of texts) search.append(name, text)
  return search.size > 0 ? `?${search.toString()}` : ''
}

/** The same rows but for what is changed of the filter, from the newest. */
export function changed({ filter }: Query, change: Partial<Filter>): Query {
  return { filter: { ...filter, ...change }, place: null }
}

/** Whether the list holds anything less than all rows. */
export function isFiltered({ filter }: Query): boolean {
  return searchOf({ filter, place: null }) !== ''
}
