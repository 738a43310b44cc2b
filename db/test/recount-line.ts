import { type EventFact, type Facts, grouped, type LineFact, type MovementFact, sum } from './facts.ts'

// What became of one child order, reckoned from its movements and from what was said of it.

/** The words for what is said of a child order, by the codes of `events.type`: the marketplace's and the pages'. */
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

export const typeOf = ({ type }: EventFact) => said[type]?.[0] ?? ''
export const stepOf = ({ type }: EventFact) => said[type]?.[1] ?? ''

/** What a child order came to, minor units: net − refunded − cancelled = received = pending + frozen + reserve + released. */
export type Money = Readonly<Record<'net' | 'refunded' | 'cancelled' | 'received' | 'pending' | 'frozen' | 'reserve' | 'released', bigint>>

/** Adds up the movements of child orders. */
export function moneyOf(rows: readonly MovementFact[]): Money {
  const amount = (...kinds: number[]) => sum(rows, (row) => (kinds.includes(row.kind) ? row.amount : 0n))
  const holds = (bucket: number) => sum(rows, ({ from, to, amount }) => (to === bucket ? amount : 0n) - (from === bucket ? amount : 0n))
  const [net, refunded, cancelled] = [amount(1), amount(7), amount(8)]
  // What came to available or repaid a debt, less what a refund took of the one or added to the other.
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

/** The marketplace's word for where a child order stands: the last thing that binds. */
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

/** When something was first said of a child order, epoch milliseconds. */
export function whenSaid(facts: Facts, line: LineFact, step: string): number | null {
  return eventsOf(facts, line.key).find((event) => stepOf(event) === step)?.occurredAt ?? null
}

/** What moved of a child order, the first thing first. */
export const movementsOf = (facts: Facts, line: LineFact) => movementsByLine(facts).get(line.key) ?? []

/** What was said of a child order, in the order in which it happened. */
export const eventsOf = (facts: Facts, line: string) => eventsByLine(facts).get(line) ?? []

const movementsByLine = once((facts) => grouped(facts.movements, ({ line }) => line ?? ''))
const eventsByLine = once((facts) => grouped(facts.events, ({ line }) => line))

/** What follows from facts, reckoned once for each of them. */
export function once<T>(reckon: (facts: Facts) => T): (facts: Facts) => T {
  const known = new WeakMap<Facts, T>()
  return (facts) => {
    let worth = known.get(facts)
    if (worth === undefined) known.set(facts, (worth = reckon(facts)))
    return worth
  }
}
