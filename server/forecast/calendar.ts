import type { Book } from '#server/ledger/index.ts'
import { formatMinor } from '#server/money/index.ts'
import type { Wait } from '#server/releases/index.ts'
import { type Certainty, certaintyOf } from './certainty.ts'
import type { Horizon } from './schema.ts'

/** What waits of lines that have all but their amounts in common. Minor units; `day` is of the seller's zone, null where none is known. */
export type PartGroup = Wait & { readonly currency: string; readonly day: string | null; readonly minor: bigint; readonly lines: number }

/** What is expected at one time, as decimal strings; `sum` is of the three. */
export type Expected = {
  readonly confirmed: string
  readonly atRisk: string
  readonly margin: string
  readonly sum: string
  /** Child orders that it comes from; what a case froze comes from none. */
  readonly lines: number
  /** Nothing is expected, of orders or of cases. */
  readonly isEmpty: boolean
}

/** The days ahead, each there even when nothing is expected, and what lies outside of them. Together: pending + frozen + reserve. */
export type Outlook = {
  readonly days: readonly (Expected & { readonly day: string })[]
  /** All days of `days` together. */
  readonly within: Expected
  /** Expected before today and not released yet. */
  readonly past: Expected
  readonly later: Expected
  readonly undated: Expected
  /** Nothing waits at all. */
  readonly isEmpty: boolean
}

type Sums = Record<Certainty, bigint> & { lines: number }

/** What cases hold frozen in a book, minor units: what no line holds. */
export function frozenByCases(book: Book, groups: readonly PartGroup[]): bigint {
  const ofLines = groups.filter(({ currency, bucket }) => currency === book.currency && bucket === 'frozen')
  return book.frozen - ofLines.reduce((sum, { minor }) => sum + minor, 0n)
}

/** What waits of lines, and what cases hold in books: of that nobody knows the day, and no order is named. */
export function withCases(groups: readonly PartGroup[], books: readonly Book[]): PartGroup[] {
  const ofCases = books.flatMap((book): PartGroup[] => {
    const minor = frozenByCases(book, groups)
    const unknown = { state: 0, holdReason: null, late: false, day: null, lines: 0 }
    return minor > 0n ? [{ currency: book.currency, bucket: 'frozen', ...unknown, minor }] : []
  })
  return [...groups, ...ofCases]
}

/**
 * Puts what a seller waits for under the days on which it is expected.
 * @param today YYYY-MM-DD in the seller's zone, the first of the days
 */
export function outlookOf(groups: readonly PartGroup[], currency: string, today: string, horizon: Horizon): Outlook {
  const days = daysFrom(today, horizon)
  const sums = new Map<string, Sums>(['past', 'within', 'later', 'undated', ...days].map((place) => [place, nothing()]))
  const end = days.at(-1) ?? today
  for (const group of groups) {
    const place = placeOf(group.day, today, end)
    add(sums.get(place), group)
    if (place === group.day) add(sums.get('within'), group)
  }
  const expected = (place: string) => expectedOf(sums.get(place) ?? nothing(), currency)
  return {
    isEmpty: groups.length === 0,
    days: days.map((day) => ({ day, ...expected(day) })),
    within: expected('within'),
    past: expected('past'),
    later: expected('later'),
    undated: expected('undated'),
  }
}

/** So many days of the calendar, the first one included, as YYYY-MM-DD. */
export function daysFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => new Date(Date.parse(first) + n * 86_400_000).toISOString().slice(0, 10))
}

/** Days as YYYY-MM-DD are in the order of their text. */
function placeOf(day: string | null, today: string, end: string): string {
  if (day === null) return 'undated'
  if (day < today) return 'past'
  return day > end ? 'later' : day
}

function add(sums: Sums | undefined, group: PartGroup): void {
  if (!sums) throw new Error(`no place for ${group.day}`)
  sums[certaintyOf(group)] += group.minor
  sums.lines += group.lines
}

function expectedOf({ confirmed, atRisk, margin, lines }: Sums, currency: string): Expected {
  const text = (minor: bigint) => formatMinor(minor, currency)
  const sum = confirmed + atRisk + margin
  return {
    confirmed: text(confirmed),
    atRisk: text(atRisk),
    margin: text(margin),
    sum: text(sum),
    lines,
    isEmpty: sum === 0n && lines === 0,
  }
}

function nothing(): Sums {
  return { confirmed: 0n, atRisk: 0n, margin: 0n, lines: 0 }
}
