import { parseEvent } from '#server/marketplace/events/parse-event.ts'
import { eventTypeCode } from '#server/orders/event-code.ts'
import type { Facts, KeyedEvent, Writes } from '#server/orders/facts.ts'
import type { fold } from '#server/orders/fold.ts'
import { keyed } from '#server/orders/keys.ts'
import { type LineChange, mergeChange } from '#server/orders/line-change.ts'
import { statusOf } from '#server/orders/line.ts'
import type { History, WireEvent } from './history.ts'
import { buckets, type LinePicture, type Picture, type SellerPicture, sorted } from './picture.ts'

/** What all deliveries of a history share: its parsed events with their keys, and its sellers' names. */
export type Prepared = { readonly entries: readonly KeyedEvent[]; readonly sellers: readonly string[] }

/** Parses and keys a history's events once for all of its deliveries. */
export function prepare({ told }: History): Prepared {
  return { entries: told.map(({ event }) => read(event)), sellers: [...new Set(told.map(({ event }) => event.seller_id))] }
}

function read(event: WireEvent): KeyedEvent {
  const parsed = parseEvent(event)
  if (!parsed.ok) throw new Error(`${event.id} is no event: ${JSON.stringify(parsed.faults)}`)
  return keyed(1, parsed.event)
}

/**
 * Folds a delivery batch by batch without a database: the tables are maps.
 * @param by the portal's fold, or one with a planted fault
 * @returns the final state that a reader would see
 */
export function deliver(batches: readonly (readonly KeyedEvent[])[], sellers: readonly string[], by: typeof fold): Picture {
  const facts: Facts = {
    now: Date.UTC(2026, 10, 30),
    sellers: new Map(sellers.map((name, at) => [name, { id: at + 1, upserted: null, closed: null }])),
    lines: new Map(),
    holds: new Map(),
    books: new Map(),
    judged: new Map(),
    parked: new Map(),
    refunds: new Set(),
  }
  const kept = { changed: new Map<string, LineChange>(), events: [] as Writes['events'], sellers: [] as Writes['sellers'] }
  for (const batch of batches) {
    const { writes } = by(batch, facts)
    for (const [key, change] of writes.changed) mergeChange(kept.changed, key, change)
    kept.events.push(...writes.events)
    kept.sellers.push(...writes.sellers)
  }
  return pictureOf(facts, kept)
}

type Kept = { changed: Map<string, LineChange>; events: Writes['events']; sellers: Writes['sellers'] }

function pictureOf(facts: Facts, { changed, events, sellers }: Kept): Picture {
  const nameOf = new Map([...facts.sellers].map(([name, { id }]) => [id, name]))
  const ofLines = new Map<string | null, Writes['events']>()
  for (const one of events) if (one.problem === null) ofLines.set(one.entry.line, [...(ofLines.get(one.entry.line) ?? []), one])
  return {
    sellers: sorted([...facts.sellers].flatMap(([name, { id, upserted }]) => (upserted ? [[name, sellerOf(sellers, id)] as const] : []))),
    books: sorted(
      [...facts.books].flatMap(([key, book]) => {
        const [id, currency] = key.split(' ')
        const amounts = Object.fromEntries(buckets.map((bucket) => [bucket, String(book[bucket])])) as Picture['books'][string]
        return buckets.some((bucket) => book[bucket] !== 0n) ? [[`${nameOf.get(Number(id))} ${currency}`, amounts] as const] : []
      }),
    ),
    lines: sorted(
      [...facts.lines.keys()].map((key) => {
        const said = ofLines.get(key) ?? []
        const first = said[0]?.entry.event as { orderId: string; lineId: string }
        return [`${first.orderId} ${first.lineId}`, lineOf(changed.get(key) as LineChange, said, nameOf)] as const
      }),
    ),
    parked: [...facts.parked.values()].map(({ entry }) => entry.event.id).toSorted(),
  }
}

function sellerOf(changes: Writes['sellers'], id: number): SellerPicture {
  const own = changes.filter((change) => change.id === id)
  const { upsert } = own.findLast((change) => 'upsert' in change) as Extract<Writes['sellers'][number], { upsert: object }>
  const door = own.findLast((change) => 'closed' in change)
  return {
    name: upsert.name,
    email: upsert.email,
    zone: upsert.timeZone,
    saidBy: upsert.id,
    closed: door !== undefined && 'closed' in door && door.closed,
  }
}

function lineOf(change: LineChange, said: Writes['events'], nameOf: ReadonlyMap<number, string>): LinePicture {
  const { line } = change
  const status = statusOf(line)
  const timeline = said
    .map(({ entry: { event } }) => event)
    .toSorted((a, b) => a.occurredAt - b.occurredAt || eventTypeCode[a.type] - eventTypeCode[b.type])
  return {
    seller: nameOf.get(line.sellerId) ?? '',
    status,
    reason: status === 'held' ? (change.hold?.reason ?? null) : null,
    until: status === 'held' ? (change.hold?.until ?? null) : null,
    pending: String(line.pending),
    frozen: String(line.frozen),
    reserve: String(line.reserve),
    refunded: String(line.refunded),
    expected: change.expectedAt,
    shipped: change.shippedAt,
    delivered: change.deliveredAt,
    confirmed: change.confirmedAt,
    timeline: timeline.map(({ type }) => type),
  }
}
