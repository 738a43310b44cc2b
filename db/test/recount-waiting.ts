import { dayAfter, dayIn, type Facts, grouped, type LineFact, type MovementFact, sum, text } from './facts.ts'
import { balance, bookOf, currenciesOf, kinds, left } from './recount.ts'
import { movementsOf } from './recount-line.ts'

// The expected answers about money that is not available yet: amounts from each line's movements, dates and reasons from its row. Shares no
// code with the portal.

/** The reasons in the procedures' answers: for `pending` by the last event, for `frozen` by the hold's reason, for `reserve`. */
export const words = {
  pending: { unshipped: 'shipment', undelivered: 'delivery', unconfirmed: 'protection', both: 'releasing', late: 'overdue' },
  holds: ['other', 'dispute', 'risk', 'legal', 'other'],
  margin: 'margin',
} as const

/** Who must act next, by reason. */
const acts: Readonly<Record<string, string>> = {
  ...{ shipment: 'you', delivery: 'carrier', protection: 'buyer', releasing: 'marketplace', overdue: 'marketplace', margin: 'nobody' },
  ...{
    dispute: 'you',
    risk: 'marketplace',
    legal: 'authority',
    other: 'marketplace',
    processing: 'bank',
    debt: 'nobody',
    case: 'marketplace',
  },
}
export const actsOn = (reason: string) => acts[reason]

const shipped = 1
const delivered = 2
const confirmed = 4
const has = ({ state }: LineFact, bit: number) => (state & bit) !== 0

type Bucket = 'pending' | 'frozen' | 'reserve'
export type Part = { line: LineFact; several: boolean; bucket: Bucket; minor: bigint; at: number | null; day: string | null; late: boolean }

/** The money of each line that still waits: its bucket, amount and expected date. */
export function partsOf(facts: Facts, currency: string): Part[] {
  const orders = grouped(facts.lines, ({ orderId }) => orderId)
  return facts.lines
    .filter((line) => line.currency === currency)
    .flatMap((line) => {
      const moved = movementsOf(facts, line)
      return (['pending', 'frozen', 'reserve'] as const)
        .map((bucket): Part => {
          const at = expectedAt(line, bucket, facts)
          const day = at === null ? null : dayIn(facts.zone, at)
          const several = (orders.get(line.orderId) ?? []).length > 1
          return { line, several, bucket, minor: left(moved, bucket), at, day, late: day !== null && day < today(facts) }
        })
        .filter(({ minor }) => minor > 0n)
    })
}

/**
 * The date on which money is expected, epoch milliseconds; null: unknown. It is the marketplace's date, otherwise delivery plus the
 * protection days (for a closed store, shipment plus its days). Held money has no date without the hold's end, and is not expected before
 * it.
 */
function expectedAt(line: LineFact, bucket: Bucket, facts: Facts): number | null {
  if (bucket === 'reserve') return line.marginUntil
  const { closed, days } = termOf(facts)
  const begins = closed && line.shippedAt !== null ? line.shippedAt : line.deliveredAt
  const at = line.expectedAt ?? (begins === null ? null : begins + days * 86_400_000)
  if (bucket === 'pending') return at
  return at === null || line.holdUntil === null ? null : Math.max(at, line.holdUntil)
}

export const termOf = ({ closed, closedReleaseDays, protectionDays }: Facts) => ({
  closed,
  days: closed ? closedReleaseDays : protectionDays,
})

/** Money is confirmed if it is pending, its parcel was shipped, and its day is known and not past. */
function certainty(part: Part): 'confirmed' | 'atRisk' | 'margin' {
  if (part.bucket === 'reserve') return 'margin'
  const under = [shipped, delivered, confirmed].some((bit) => has(part.line, bit))
  return part.bucket === 'pending' && under && part.day !== null && !part.late ? 'confirmed' : 'atRisk'
}

/** The reason why a part waits, one of `words`. */
export function whyOf({ line, bucket, late }: Part): string {
  if (bucket === 'reserve') return words.margin
  if (bucket === 'frozen') return words.holds[line.holdReason ?? 0] ?? words.holds[0]
  const { unshipped, undelivered, unconfirmed, both, late: overdue } = words.pending
  if (![shipped, delivered, confirmed].some((bit) => has(line, bit))) return unshipped
  if (late) return overdue
  if (!has(line, delivered)) return undelivered
  return has(line, confirmed) ? both : unconfirmed
}

export const minorOf = ({ minor }: { minor: bigint }) => minor
const today = (facts: Facts) => dayIn(facts.zone, facts.now)
const largestFirst = (a: Part, b: Part) =>
  compare(b.minor, a.minor) || compare(a.line.orderId, b.line.orderId) || compare(a.line.lineId, b.line.lineId)

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}

const orderOf = (currency: string) => (part: Part) => ({
  orderId: part.line.orderId,
  lineId: part.line.lineId,
  several: part.several,
  amount: text(part.minor, currency),
  reason: whyOf(part),
  at: part.at,
  late: part.late,
})

/** forecast.why, with the reasons sorted by name. */
export function why(facts: Facts, currency: string) {
  const book = bookOf(facts, currency)
  const parts = partsOf(facts, currency).toSorted(largestFirst)
  const ofLines = [...grouped(parts, whyOf)].map(([reason, own]) => {
    const days = own.flatMap(({ day }) => day ?? []).toSorted()
    return {
      reason,
      bucket: own[0]?.bucket,
      amount: text(sum(own, minorOf), currency),
      acts: actsOn(reason),
      lines: own.length,
      days: days.length === 0 ? null : { first: days[0], last: days.at(-1) },
      undated: own.filter(({ day }) => day === null).length,
      late: own.filter(({ late }) => late).length,
      orders: own.slice(0, 3).map(orderOf(currency)),
      causes: [] as object[],
      moreCauses: null as object | null,
    }
  })
  const ofBook = (['processing', 'debt', 'case'] as const)
    .map((reason) => ({ reason, minor: reason === 'case' ? inCases(book) : left(book, reason) }))
    .filter(({ minor }) => minor !== 0n)
    .map(({ reason, minor }) => {
      return {
        reason,
        bucket: reason === 'case' ? 'frozen' : reason,
        amount: text(minor, currency),
        acts: actsOn(reason),
        lines: 0,
        days: null,
        undated: 0,
        late: 0,
        orders: [],
        ...(reason === 'debt' ? causes(facts, book) : { causes: [], moreCauses: null }),
      }
    })
  const missing = sum(['pending', 'reserve', 'frozen', 'processing', 'debt'] as const, (bucket) => left(book, bucket))
  return {
    today: today(facts),
    balance: balance(book, currency),
    currencies: currenciesOf(facts),
    missing: text(missing, currency),
    reasons: [...ofLines, ...ofBook].toSorted((a, b) => compare(a.reason, b.reason)),
    term: termOf(facts),
  }
}

/** The amount that cases still freeze. */
const inCases = (book: readonly MovementFact[]) =>
  left(
    book.filter(({ kind }) => (kinds[kind] ?? '').startsWith('case_')),
    'frozen',
  )

/** The movements that caused the present debt, newest first; repayments cover the oldest first. At most ten are listed. */
function causes(facts: Facts, book: readonly MovementFact[]) {
  let open = -left(book, 'debt')
  const all = book.toReversed().flatMap((row) => {
    if (row.from !== 6 || open === 0n) return []
    const minor = row.amount < open ? row.amount : open
    open -= minor
    const line = facts.lines.find(({ key }) => key === row.line)
    const what = { version: row.version, kind: kinds[row.kind], orderId: line?.orderId ?? null }
    return [{ minor, cause: { ...what, amount: text(minor, row.currency), at: row.bookedAt } }]
  })
  const more = all.slice(10)
  return {
    causes: all.slice(0, 10).map(({ cause }) => cause),
    moreCauses: more.length === 0 ? null : { count: more.length, amount: text(sum(more, minorOf), book[0]?.currency ?? '') },
  }
}

/** forecast.calendar. @param on a day, 'past', 'later' or 'undated'; null: none chosen */
export function calendar(facts: Facts, currency: string, horizon: number, on: string | null) {
  const days = Array.from({ length: horizon }, (_, n) => dayAfter(today(facts), n))
  const places = grouped(partsOf(facts, currency), ({ day }) => {
    if (day === null) return 'undated'
    return day < today(facts) ? 'past' : day > (days.at(-1) ?? '') ? 'later' : day
  })
  const inPlace = (place: string) => places.get(place) ?? []
  const expected = (some: readonly Part[], ofCases = 0n) => {
    const of = (kind: ReturnType<typeof certainty>) => sum(some, (part) => (certainty(part) === kind ? part.minor : 0n))
    const amounts = {
      confirmed: of('confirmed'),
      atRisk: of('atRisk') + ofCases,
      margin: of('margin'),
      sum: sum(some, minorOf) + ofCases,
    }
    const texts = Object.entries(amounts).map(([name, minor]) => [name, text(minor, currency)])
    const isEmpty = some.length === 0 && ofCases === 0n
    return { ...(Object.fromEntries(texts) as Record<keyof typeof amounts, string>), lines: some.length, isEmpty }
  }
  const book = bookOf(facts, currency)
  const chosen = (on: string) => {
    if (!days.includes(on) && !['past', 'later', 'undated'].includes(on)) return null
    const orders = inPlace(on).toSorted(largestFirst)
    const which = days.includes(on) ? { day: on } : {}
    return {
      on,
      expected: { ...which, ...expected(orders, on === 'undated' ? inCases(book) : 0n) },
      orders: orders.slice(0, 50).map(orderOf(currency)),
      cases: on === 'undated' && inCases(book) > 0n ? text(inCases(book), currency) : null,
    }
  }
  return {
    isEmpty: places.size === 0 && inCases(book) === 0n,
    days: days.map((day) => ({ day, ...expected(inPlace(day)) })),
    within: expected(days.flatMap(inPlace)),
    past: expected(inPlace('past')),
    later: expected(inPlace('later')),
    undated: expected(inPlace('undated'), inCases(book)),
    today: today(facts),
    balance: balance(book, currency),
    currencies: currenciesOf(facts),
    waiting: text(left(book, 'pending') + left(book, 'frozen') + left(book, 'reserve'), currency),
    chosen: on === null ? null : chosen(on),
  }
}

/** Adds `ahead` (the forecast of its currency) to each balance of balances.overview, and `today`. */
export function withAhead<Balance extends { readonly currency: string }>(facts: Facts, balances: readonly Balance[]) {
  return { today: today(facts), balances: balances.map((balance) => ({ ...balance, ahead: ahead(facts, balance.currency) })) }
}

function ahead(facts: Facts, currency: string) {
  const parts = partsOf(facts, currency)
  const coming = parts.filter(({ day, late }) => day !== null && !late)
  const sure = coming.filter((part) => certainty(part) === 'confirmed')
  const daysOf = (some: readonly Part[]) => some.flatMap(({ day }) => day ?? []).toSorted()
  const next = daysOf(sure)[0]
  const sumOf = (some: readonly Part[], ofCases = 0n) => {
    const minor = sum(some, minorOf) + ofCases
    return minor === 0n ? null : text(minor, currency)
  }
  const monday = dayAfter(today(facts), -((new Date(today(facts)).getUTCDay() + 6) % 7))
  // Releases, returned margins, and repayments of debt.
  const gained = bookOf(facts, currency).filter(({ kind }) => kind === 2 || kind === 4 || kind === 9)
  return {
    currency,
    next: next === undefined ? null : { day: next, amount: text(sum(sure.filter(({ day }) => day === next), minorOf), currency) }, // prettier-ignore
    last: daysOf(coming).at(-1) ?? null,
    undated: sumOf(
      parts.filter(({ day }) => day === null),
      inCases(bookOf(facts, currency)),
    ),
    overdue: sumOf(parts.filter(({ late }) => late)),
    weeks: [7, 6, 5, 4, 3, 2, 1, 0].map((ago) => {
      const week = dayAfter(monday, -7 * ago)
      const own = gained.filter(({ bookedAt }) => dayIn(facts.zone, bookedAt) >= week && dayIn(facts.zone, bookedAt) < dayAfter(week, 7))
      return { week, amount: text(sum(own, ({ amount }) => amount), currency) } // prettier-ignore
    }),
  }
}
