import type { ListQuery } from '#server/releases/schema.ts'
import { type EventFact, type Facts, fees, type LineFact, sum, text } from './facts.ts'
import { eventsOf, type Money, moneyOf, movementsOf, once, statusOf, stepOf, whenSaid } from './recount-line.ts'
import { actsOn, minorOf, type Part, partsOf, termOf, whyOf, words } from './recount-waiting.ts'

// The expected answers of the releases procedures, recounted from each line's movements and events. Shares no code with the portal.

const day = 86_400_000

/** releases.list */
export function list(facts: Facts, query: Omit<ListQuery, 'place' | 'limit'>, place: ListQuery['place'], limit: number) {
  const rows = inOrder(facts, query)
  const at = place === null ? 0 : rows.findIndex(({ key }) => key === ('next' in place ? place.next : place.previous))
  const back = place !== null && 'previous' in place
  const [start, end] = back ? [Math.max(0, at - limit), at] : [place === null ? 0 : at + 1, undefined]
  const shown = rows.slice(start, end).slice(0, limit)
  const after = start + shown.length
  return {
    summary: summary(facts),
    lines: shown.map((line) => release(facts, line)),
    previous: start > 0 ? (shown[0]?.key ?? null) : null,
    next: after < rows.length ? (shown.at(-1)?.key ?? null) : null,
  }
}

/** The lines of a list, by payment: oldest first for lines that wait, newest first for the history. */
function inOrder(facts: Facts, query: Omit<ListQuery, 'place' | 'limit'>): LineFact[] {
  const { show, currency } = query
  const past = show === 'released' || show === 'all'
  const rows = facts.lines
    .filter((line) => currency === null || line.currency === currency)
    .filter((line) => (past ? show === 'all' || (line.state & 8) !== 0 : waits(facts, line, query)))
    .toSorted((a, b) => paidAt(facts, a) - paidAt(facts, b) || (a.key < b.key ? -1 : 1))
  return past ? rows.toReversed() : rows
}

function waits(facts: Facts, line: LineFact, { show, reason, due }: Omit<ListQuery, 'place' | 'limit'>): boolean {
  const part = partOf(facts).get(line.key)
  if (!part || show !== { pending: 'waiting', frozen: 'held', reserve: 'margin' }[part.bucket]) return false
  if (reason !== null && reason !== whyOf(part)) return false
  if (due === null) return true
  if (due === 'unknown') return part.at === null
  return part.at !== null && part.at < facts.now + { week: 7, month: 30 }[due] * day
}

/** The part of each line that still waits, by the line's key. A line's money is never in two buckets. */
const partOf = once((facts) => {
  const currencies = new Set(facts.lines.map(({ currency }) => currency))
  const parts = [...currencies].flatMap((currency) => partsOf(facts, currency))
  return new Map(parts.map((part): [string, Part] => [part.line.key, part]))
})

const paidAt = (facts: Facts, line: LineFact) => whenSaid(facts, line, 'paid') ?? 0

/** A line as a row of a list. */
function release(facts: Facts, line: LineFact) {
  const { key, orderId, lineId, currency } = line
  const part = partOf(facts).get(key)
  const reason = part && whyOf(part)
  const money = moneyOf(movementsOf(facts, line))
  return {
    key,
    orderId,
    lineId,
    several: facts.lines.filter((one) => one.orderId === orderId).length > 1,
    currency,
    status: statusOf(facts, line),
    wait: part && reason ? { bucket: part.bucket, reason, acts: actsOn(reason), amount: text(part.minor, currency) } : null,
    received: text(money.received, currency),
    released: text(money.released, currency),
    paidAt: paidAt(facts, line),
    releasedAt: whenSaid(facts, line, 'released'),
    dueAt: part?.at ?? null,
    late: part?.late ?? false,
    holdUntil: part?.bucket === 'frozen' ? line.holdUntil : null,
  }
}

/** releases.order */
export function order(facts: Facts, orderId: string) {
  const lines = facts.lines
    .filter((line) => line.orderId === orderId)
    .toSorted((a, b) => paidAt(facts, a) - paidAt(facts, b) || (a.lineId < b.lineId ? -1 : 1))
  if (lines.length === 0) return null
  const sums = [...new Set(lines.map(({ currency }) => currency))]
  return {
    order: {
      orderId,
      lines: lines.map((line) => ({
        ...release(facts, line),
        waterfall: waterfall(facts, [line], line.currency),
        steps: eventsOf(facts, line.key).map((event) => step(facts, line, event)),
      })),
      sums: sums.map((currency) => waterfall(facts, lines.filter((line) => line.currency === currency), currency)), // prettier-ignore
    },
    term: termOf(facts),
  }
}

/** The sums of lines from gross to released. A fee that no event stated is null. */
function waterfall(facts: Facts, lines: readonly LineFact[], currency: string) {
  const money = Object.entries(moneyOf(lines.flatMap((line) => movementsOf(facts, line))))
  const kept = fees.map((kind) => {
    const named = lines.flatMap((line) => line[kind] ?? [])
    return [kind, named.length === 0 ? null : text(sum(named, (fee) => fee), currency)] as const // prettier-ignore
  })
  return {
    currency,
    gross: text(sum(lines, ({ gross }) => gross), currency), // prettier-ignore
    ...Object.fromEntries(kept),
    ...(Object.fromEntries(money.map(([name, minor]) => [name, text(minor, currency)])) as Record<keyof Money, string>),
  }
}

/** An event of a line as a step, with its amount if it is a payment or refund, and the marketplace's texts. */
function step(facts: Facts, line: LineFact, event: EventFact) {
  const kind = stepOf(event)
  const moved = movementsOf(facts, line).filter((row) => row.cause === event.key)
  const { reason, note, carrier, tracking } = event.detail ?? {}
  const told = kind === 'held' ? [note] : [reason, note, carrier, tracking]
  return {
    id: event.id,
    kind,
    at: event.occurredAt,
    amount: kind === 'paid' || kind === 'refunded' ? text(sum(moved, ({ amount }) => amount), line.currency) : null, // prettier-ignore
    hold: kind === 'held' ? reason : null,
    words: [...new Set(told.filter((text) => text !== undefined))],
  }
}

/** The sums of releases.list, by bucket and by reason. */
const summary = once((facts) => {
  const currencies = [...new Set(facts.lines.map(({ currency }) => currency))].toSorted()
  const parts = [...partOf(facts).values()]
  const sumOf = (some: readonly Part[]) => ({
    count: some.length,
    amounts: currencies.flatMap((currency) => {
      const own = some.filter(({ line }) => line.currency === currency)
      return own.length === 0 ? [] : [{ currency, amount: text(sum(own, minorOf), currency) }]
    }),
  })
  const reasons = [...Object.values(words.pending), ...words.holds.slice(1), words.margin]
  return {
    buckets: Object.fromEntries(
      (['pending', 'frozen', 'reserve'] as const).map((bucket) => [bucket, sumOf(parts.filter((part) => part.bucket === bucket))]),
    ),
    reasons: Object.fromEntries(reasons.map((reason) => [reason, sumOf(parts.filter((part) => whyOf(part) === reason))])),
  }
})
