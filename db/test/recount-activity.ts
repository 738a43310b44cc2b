import type { Filter, Place } from '#server/activity/schema.ts'
import { dayAfter, dayIn, type Facts, fees, grouped, minor, type MovementFact, sum, text } from './facts.ts'
import { balance, bookOf, buckets, currenciesOf, entries, kinds, left, total } from './recount.ts'
import { eventsOf, moneyOf, movementsOf, once, typeOf } from './recount-line.ts'

// The expected answers of the activity procedures, recounted row by row from the movements and events. Shares no code with the portal.

/** activity.list: a page of the book's rows that match the filter. */
export function page(facts: Facts, currency: string, filter: Filter, place: Place, limit: number) {
  const rows = found(facts, currency, filter)
  const above = place !== null && 'after' in place ? rows.filter(({ version }) => version > place.after) : rows
  const below = place !== null && 'before' in place ? above.filter(({ version }) => version < place.before) : above
  const shown = above === rows ? below.slice(0, limit) : below.slice(-limit)
  const [first, last] = [shown[0]?.version ?? null, shown.at(-1)?.version ?? null]
  const [from, to] = span(facts, filter.period)
  return {
    balance: balance(bookOf(facts, currency), currency),
    currencies: currenciesOf(facts),
    kinds: kinds.filter((kind) => entries(facts, currency).some((entry) => entry.kind === kind)),
    entries: shown,
    from,
    to,
    newer: first === rows[0]?.version ? null : first,
    older: last === rows.at(-1)?.version ? null : last,
    reachedAt: null,
    newestLines: null,
  }
}

/** The entries of a book that match a filter, newest first. */
export function found(facts: Facts, currency: string, filter: Filter) {
  const [from, to] = span(facts, filter.period)
  const bound = (amount: string | null) => (amount === null ? null : minor(amount, currency))
  const [least, most] = [bound(filter.least), bound(filter.most)]
  const { reference } = filter
  return entries(facts, currency).filter((entry) => {
    const row = rowOf(facts, currency, entry.version)
    const day = dayIn(facts.zone, row.bookedAt)
    return (
      (filter.kinds.length === 0 || filter.kinds.some((kind) => kind === entry.kind)) &&
      (filter.bucket === null || filter.bucket === entry.from || filter.bucket === entry.to) &&
      (filter.status === null || filter.status === statusIn(facts, row)) &&
      (from === null || day >= from) &&
      (to === null || day <= to) &&
      (least === null || row.amount >= least) &&
      (most === null || row.amount <= most) &&
      (reference === null || idsOf(facts, row).includes(reference))
    )
  })
}

/** The first and last day of a period; null: open. */
function span({ zone, now }: Facts, period: Filter['period']): readonly [string | null, string | null] {
  if (period === null) return [null, null]
  if (typeof period !== 'string') return [period.from, period.to]
  const today = dayIn(zone, now)
  const first = (day: string) => `${day.slice(0, 8)}01`
  if (period === 'this-month') return [first(today), today]
  const endOfLast = dayAfter(first(today), -1)
  if (period === 'last-month') return [first(endOfLast), endOfLast]
  return [dayAfter(today, { today: 0, '7d': -6, '30d': -29, '90d': -89 }[period]), today]
}

/** The present status of a movement's line, or of its other cause (kinds from 10 on). */
export function statusIn(facts: Facts, row: MovementFact): 'waiting' | 'settled' | 'reversed' {
  const line = row.line === null ? undefined : linesByKey(facts).get(row.line)
  if (row.kind >= 10) {
    const together = facts.movements.filter(({ cause, kind }) => cause === row.cause && kind >= 10)
    if (together.some(({ kind }) => ['withdrawal_cancelled', 'withdrawal_returned'].includes(kinds[kind] ?? ''))) return 'reversed'
    return left(together, 'processing') + left(together, 'frozen') > 0n ? 'waiting' : 'settled'
  }
  if (!line) throw new Error(`movement ${row.version} of an event is of no line`)
  const { net, refunded, received, released } = moneyOf(movementsOf(facts, line))
  const cancelled = eventsOf(facts, line.key).some((event) => typeOf(event) === 'order.cancelled')
  if (cancelled || (refunded > 0n && refunded === net)) return 'reversed'
  return received > released ? 'waiting' : 'settled'
}

function rowOf(facts: Facts, currency: string, version: number): MovementFact {
  const row = rowsByName(facts).get(`${currency} ${version}`)
  if (!row) throw new Error(`no row ${version} in ${currency}`)
  return row
}

const rowsByName = once((facts) => new Map(facts.movements.map((row) => [`${row.currency} ${row.version}`, row])))
const linesByKey = once((facts) => new Map(facts.lines.map((line) => [line.key, line])))
const eventsByKey = once((facts) => new Map(facts.events.map((event) => [event.key, event])))
const eventOf = (facts: Facts, { cause }: MovementFact) => eventsByKey(facts).get(cause)
const linesByOrder = once((facts) => grouped(facts.lines, ({ orderId, currency }) => `${orderId} ${currency}`))

/** activity.movement: a movement, the balances before and after it, its order, and its neighbours in the filtered list. */
export function movement(facts: Facts, currency: string, version: number, filter: Filter) {
  const book = bookOf(facts, currency)
  const row = rowOf(facts, currency, version)
  const entry = entries(facts, currency).find((one) => one.version === version)
  const lines = entry?.order ? (linesByOrder(facts).get(`${entry.order.orderId} ${currency}`) ?? []) : []
  const same = book.filter(({ line }) => lines.some(({ key }) => key === line))
  const changed = buckets.map((bucket) => ({ bucket, minor: left(same, bucket) })).filter(({ minor }) => minor !== 0n)
  const event = eventOf(facts, row)
  const others = found(facts, currency, filter)
  const before = book.filter((one) => one.version < version)
  return {
    entry,
    status: statusIn(facts, row),
    newer: others.findLast((one) => one.version > version)?.version ?? null,
    older: others.find((one) => one.version < version)?.version ?? null,
    rest: { newer: null, older: null },
    balanceBefore: text(left(before, 'available') + left(before, 'debt'), currency),
    totalAfter: text(total([...before, row]), currency),
    occurredAt: event?.occurredAt ?? row.occurredAt,
    eventId: event?.id ?? null,
    sale: entry?.order ? sale(facts, lines, currency) : null,
    related: entries(facts, currency)
      .filter((one) => same.some(({ version }) => version === one.version))
      .toReversed(),
    together: {
      buckets: changed.map(({ bucket, minor }) => ({ bucket, amount: text(minor, currency) })),
      total: text(total(same), currency),
    },
    timeline: eventsOf(facts, row.line ?? '').map((one) => ({
      id: one.id,
      type: typeOf(one),
      occurredAt: one.occurredAt,
      bookedAt: one.bookedAt,
      here: one.key === row.cause,
    })),
  }
}

/** The sale of lines in one currency: gross, fees, net. */
function sale(facts: Facts, lines: Facts['lines'], currency: string) {
  const kept = fees.map((kind) => ({ kind, minor: sum(lines, (line) => line[kind] ?? 0n) })).filter(({ minor }) => minor > 0n)
  return {
    gross: text(
      sum(lines, ({ gross }) => gross),
      currency,
    ),
    fees: kept.map(({ kind, minor }) => ({ kind, amount: text(minor, currency) })),
    net: text(
      sum(lines, (line) => moneyOf(movementsOf(facts, line)).net),
      currency,
    ),
  }
}

/** The references by which a row is found: the ids of its order, its line and its event. */
export function idsOf(facts: Facts, row: MovementFact): string[] {
  const line = linesByKey(facts).get(row.line ?? '')
  return [line?.orderId, line?.lineId, eventOf(facts, row)?.id].filter((id) => id !== undefined)
}
