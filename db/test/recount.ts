import { dayAfter, dayIn, type Facts, grouped, type MovementFact, sum, text } from './facts.ts'
import { once } from './recount-line.ts'

// The expected answers of the overview and the day's page, recounted from the movements alone. Shares no code with the portal. Each
// function returns a procedure's whole answer except `noFigures` (answers.ts).

export const buckets = ['available', 'pending', 'reserve', 'frozen', 'processing', 'debt'] as const
type Bucket = (typeof buckets)[number]

/** Bucket names; the index is the code in db/schema/ledger.ts. */
const names = ['', ...buckets, 'marketplace', 'bank', 'fees', 'fx']
export const kinds = [
  '',
  'payment',
  'release',
  'margin_kept',
  'margin_returned',
  'hold',
  'unhold',
  'refund',
  'cancellation',
  'debt_repaid',
  'withdrawal_requested',
  'withdrawal_paid',
  'withdrawal_fee',
  'withdrawal_cancelled',
  'withdrawal_returned',
  'return_charge',
  'conversion_out',
  'conversion_in',
  'conversion_fee',
  'adjustment_credit',
  'adjustment_debit',
  'case_frozen',
  'case_unfrozen',
  'case_seized',
]

const shownFirst = ['CNY', 'USD']
const recentRows = 8
const dayRows = 50

/** The currencies that a page shows, in its order. */
export function currenciesOf(facts: Facts): string[] {
  return [...new Set([...shownFirst, ...booked(facts)])]
}

const booked = (facts: Facts) => [...new Set(facts.movements.map(({ currency }) => currency))].toSorted()

/** The sum of movements in a bucket, minor units; debt is negative. */
export function left(rows: readonly MovementFact[], bucket: Bucket): bigint {
  const code = names.indexOf(bucket)
  return sum(rows, ({ from, to, amount }) => (to === code ? amount : 0n) - (from === code ? amount : 0n))
}

/** A currency's movements, oldest first. */
export const bookOf = (facts: Facts, currency: string) => books(facts).get(currency) ?? []

const books = once((facts) => grouped(facts.movements, ({ currency }) => currency))

/** The sum of all six buckets, minor units. */
export const total = (rows: readonly MovementFact[]) => sum(buckets, (bucket) => left(rows, bucket))

/** The six buckets and their total after these movements. */
export function balance(rows: readonly MovementFact[], currency: string) {
  const amounts = buckets.map((bucket) => [bucket, text(left(rows, bucket) * (bucket === 'debt' ? -1n : 1n), currency)])
  return { currency, ...(Object.fromEntries(amounts) as Record<Bucket, string>), total: text(total(rows), currency) }
}

const inBalance = (code: number) => (code === 1 || code === 6 ? 1n : 0n)

/** A book's entries as pages show them, newest first, each with the balance after it. */
export const entries = (facts: Facts, currency: string) => entriesOf(facts).get(currency) ?? []

const entriesOf = once((facts) => new Map(booked(facts).map((currency) => [currency, reckonEntries(facts, currency)])))

function reckonEntries(facts: Facts, currency: string) {
  let running = 0n
  const orders = new Map(facts.lines.map(({ key, orderId, lineId }) => [key, { orderId, lineId }]))
  const rows = bookOf(facts, currency).map((row) => {
    const change = row.amount * (inBalance(row.to) - inBalance(row.from))
    running += change
    return {
      version: row.version,
      currency,
      kind: kinds[row.kind],
      from: names[row.from],
      to: names[row.to],
      amount: text(row.amount, currency),
      change: text(change, currency),
      balanceAfter: text(running, currency),
      bookedAt: row.bookedAt,
      order: row.line === null ? null : (orders.get(row.line) ?? null),
    }
  })
  return rows.toReversed()
}

/** balances.overview, except the forecast (`ahead`). */
export function overview(facts: Facts) {
  const all = booked(facts).flatMap((currency) => entries(facts, currency))
  // Newest first. Entries of one instant stay sorted by currency, because the sort is stable.
  const recent = all.toSorted((a, b) => b.bookedAt - a.bookedAt).slice(0, recentRows)
  return { balances: balances(facts), recent, inOne: inOne(facts) }
}

/** balances.now */
export function balances(facts: Facts) {
  return currenciesOf(facts).map((currency) => balance(bookOf(facts, currency), currency))
}

/** The total in each shown currency, by the newest rate of the last day. A currency into which a book can't be converted has none. */
function inOne(facts: Facts) {
  const rate = facts.rates.find(({ at }) => at <= facts.now)
  if (!rate || facts.now - rate.at > 86_400_000) return []
  const [whole = '', fraction = ''] = rate.value.split('.')
  const [numerator, denominator] = [BigInt(whole + fraction), 10n ** BigInt(fraction.length)]
  return shownFirst.flatMap((currency) => {
    const worths = booked(facts).map((own) => {
      const minor = total(bookOf(facts, own))
      if (own === currency || minor === 0n) return minor
      if (own === rate.base && currency === rate.quote) return halfEven(minor * numerator, denominator)
      return own === rate.quote && currency === rate.base ? halfEven(minor * denominator, numerator) : null
    })
    const known = worths.filter((worth) => worth !== null)
    if (known.length < worths.length) return []
    const value = rate.value.replace(/\.?0+$/, '')
    return [{ amount: text(sum(known, (worth) => worth), currency), currency, rate: { ...rate, value }, until: rate.at + 86_400_000 }] // prettier-ignore
  })
}

/** A quotient, rounded half to even. */
function halfEven(over: bigint, under: bigint): bigint {
  const size = over < 0n ? -over : over
  const [whole, twice] = [size / under, (size % under) * 2n]
  const up = twice > under || (twice === under && whole % 2n === 1n)
  const rounded = up ? whole + 1n : whole
  return over < 0n ? -rounded : rounded
}

/** activity.day: opening and closing balances, and what came and went. @param date YYYY-MM-DD, not after today */
export function day(facts: Facts, currency: string, date: string) {
  const own = bookOf(facts, currency)
  const on = ({ bookedAt }: { bookedAt: number }) => dayIn(facts.zone, bookedAt)
  const [before, during] = [own.filter((row) => on(row) < date), own.filter((row) => on(row) === date)]
  const until = [...before, ...during]
  const today = dayIn(facts.zone, facts.now)
  const place = (bucket: string, codes: readonly number[]) => {
    const inside = (code: number) => codes.includes(code)
    const amounts = (rows: readonly MovementFact[], to: boolean) =>
      sum(
        rows.filter((row) => inside(row.to) === to && inside(row.from) === !to),
        ({ amount }) => amount,
      )
    const stood = (rows: readonly MovementFact[]) => amounts(rows, true) - amounts(rows, false)
    return {
      bucket,
      opening: text(stood(before), currency),
      in: text(amounts(during, true), currency),
      out: text(amounts(during, false), currency),
      closing: text(stood(until), currency),
    }
  }
  let endsAt = Date.parse(date)
  while (dayIn(facts.zone, endsAt) <= date) endsAt += 900_000
  return {
    date,
    today,
    endsAt,
    previous: dayAfter(date, -1),
    next: date === today ? null : dayAfter(date, 1),
    closing: balance(until, currency),
    buckets: [...[1, 5, 2, 3, 4, 6].map((code) => place(names[code] ?? '', [code])), place('total', [1, 2, 3, 4, 5, 6])],
    addsUp: true,
    count: during.length,
    entries: entries(facts, currency)
      .filter((row) => on(row) === date)
      .slice(0, dayRows),
  }
}
