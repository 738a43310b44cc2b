import { type EventFact, type Facts, grouped, type LineFact, type MovementFact, sum } from './facts.ts'

// The amounts, status and events of one line, recounted from its movements and events.

/** The names of event types by the codes of `events.type`: the marketplace's name and the pages' step. */
const said = [
  ['', ''],
  ['seller.upserted', ''],
  ['order.paid', 'paid'],
  ['order.shipped', 'shipped'],
  ['order.delivered', 'delivered'],
  ['order.confirmed', 'confirmed'],
  ['order.released', 'released'],
  ['margin.released', 'margin_returned'],
  ['order.held', 'held'],
  ['order.unheld', 'unheld'],
  ['order.refunded', 'refunded'],
  ['order.cancelled', 'cancelled'],
] as const

/** An event's type in the marketplace's API. */
export const typeOf = ({ type }: EventFact) => said[type]?.[0] ?? ''
/** An event's step in the pages' timeline; '' if it is none. */
export const stepOf = ({ type }: EventFact) => said[type]?.[1] ?? ''

/** The amounts of lines, minor units: net − refunded − cancelled = received = pending + frozen + reserve + released. */
export type Money = Readonly<Record<'net' | 'refunded' | 'cancelled' | 'received' | 'pending' | 'frozen' | 'reserve' | 'released', bigint>>

/** Adds up the movements of lines. */
export function moneyOf(rows: readonly MovementFact[]): Money {
  const amount = (...kinds: number[]) => sum(rows, (row) => (kinds.includes(row.kind) ? row.amount : 0n))
  const holds = (bucket: number) => sum(rows, ({ from, to, amount }) => (to === bucket ? amount : 0n) - (from === bucket ? amount : 0n))
  const [net, refunded, cancelled] = [amount(1), amount(7), amount(8)]
  // Money that came to available or repaid debt, less the refunds that took available money or added debt.
  const taken = sum(rows, (row) => (row.kind === 7 && (row.from === 1 || row.from === 6) ? row.amount : 0n))
  const released = amount(2, 4, 9) - taken
  return {
    net,
    refunded,
    cancelled,
    received: net - refunded - cancelled,
    pending: holds(2),
    frozen: holds(4),
    reserve: holds(3),
    released,
  }
}

/** The status of a line in the marketplace's API. The first entry of `bound` that applies decides. */
export function statusOf(facts: Facts, line: LineFact): string {
  const { net, refunded } = moneyOf(movementsOf(facts, line))
  const bound = [
    [32, 'cancelled'],
    [0, 'refunded'],
    [16, 'held'],
    [8, 'released'],
    [4, 'confirmed'],
    [2, 'delivered'],
    [1, 'in_transit'],
  ] as const
  const found = bound.find(([bit]) => (bit === 0 ? refunded > 0n && refunded === net : (line.state & bit) !== 0))
  return found?.[1] ?? 'awaiting_shipment'
}

/** The instant of a line's first event of a step, epoch milliseconds; null if there is none. */
export function whenSaid(facts: Facts, line: LineFact, step: string): number | null {
  return eventsOf(facts, line.key).find((event) => stepOf(event) === step)?.occurredAt ?? null
}

/** A line's movements, oldest first. */
export const movementsOf = (facts: Facts, line: LineFact) => movementsByLine(facts).get(line.key) ?? []

/** The events of a line (by its key), in the order in which they happened. */
export const eventsOf = (facts: Facts, line: string) => eventsByLine(facts).get(line) ?? []

const movementsByLine = once((facts) => grouped(facts.movements, ({ line }) => line ?? ''))
const eventsByLine = once((facts) => grouped(facts.events, ({ line }) => line))

/** Caches a function's result for each Facts object. */
export function once<T>(reckon: (facts: Facts) => T): (facts: Facts) => T {
  const known = new WeakMap<Facts, T>()
  return (facts) => {
    let worth = known.get(facts)
    if (worth === undefined) known.set(facts, (worth = reckon(facts)))
    return worth
  }
}
