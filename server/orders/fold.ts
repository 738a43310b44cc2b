import { type Book, carryOut, emptyBook, type Move, type Posting } from '#server/ledger/index.ts'
import type { EventProblem } from './errors.ts'
import type { MarketplaceEvent, OrderPaid } from './event.ts'
import { judge } from './judge.ts'
import { type Line } from './line.ts'
import { changeOf, type LineChange, mergeChange } from './line-change.ts'
import * as postings from './postings.ts'

/** An event with the keys under which the database knows it and its line (keys.ts). */
export type KeyedEvent = { readonly event: MarketplaceEvent; readonly key: string; readonly line: string | null }

/** What the contract answers to an event. */
export type Result = { status: 'posted' | 'duplicate' | 'parked' | 'rejected'; problem?: EventProblem }

/** A seller as the event path knows it; instants in epoch milliseconds, null where it never happened. */
export type SellerFacts = { readonly id: number; upsertedAt: number | null; closedAsOf: number | null }

/** Everything that judging a batch depends on, loaded under the locks of its sellers. Changed by the fold. */
export type Facts = {
  readonly now: number
  readonly sellers: Map<string, SellerFacts>
  readonly lines: Map<string, Line>
  /** By `${seller id} ${currency}`. */
  readonly books: Map<string, Book>
  /** Events judged for good, by key. */
  readonly judged: Map<string, { hash: string; problem: EventProblem | null }>
  /** Events that wait, by key. */
  readonly parked: Map<string, KeyedEvent>
  /** `${line} ${refund_id}` of the refunds booked so far. */
  readonly refunds: Set<string>
}

export type SellerChange = { id: number } & (
  | { upsert: Extract<MarketplaceEvent, { type: 'seller.upserted' }> }
  | { closed: boolean; asOf: number }
)

/** What a batch writes. */
export type Writes = {
  readonly events: { readonly entry: KeyedEvent; readonly sellerId: number; readonly problem: EventProblem | null }[]
  readonly paid: Map<string, { readonly event: OrderPaid; readonly line: Line }>
  readonly changed: Map<string, LineChange>
  readonly refunds: {
    readonly line: string
    readonly refundId: string
    readonly event: string
    readonly sellerId: number
    readonly amount: bigint
  }[]
  readonly postings: Posting[]
  readonly sellers: SellerChange[]
  readonly parked: Map<string, { readonly entry: KeyedEvent; readonly sellerId: number }>
  readonly unparked: string[]
}

const day = 86_400_000
const posted: Result = { status: 'posted' }
const waits: Result = { status: 'parked' }
const refused = (problem: EventProblem): Result => ({ status: 'rejected', problem })

/**
 * Judges a batch in its order and books what was waiting for it. Pure but for `facts`, which it carries forward.
 * @param places where parked events are judged anew although nothing of the batch concerns them (`placesOf`)
 * @returns a result an event, in order, and what must be written
 */
export function fold(entries: readonly KeyedEvent[], facts: Facts, places: readonly string[] = []): { results: Result[]; writes: Writes } {
  const batch = new Fold(facts)
  batch.settle(places)
  const results = entries.map((entry) => batch.take(entry))
  // What parked and was booked within the request answers as it ended.
  return {
    results: results.map((result, at) => (result === waits ? batch.outcome(entries[at] as KeyedEvent) : result)),
    writes: batch.writes,
  }
}

/** What an event may be waiting for: its line, its seller. */
export function placesOf(entry: KeyedEvent): string[] {
  const seller = `seller ${entry.event.sellerId}`
  return entry.line ? [entry.line, seller] : [seller]
}

class Fold {
  readonly writes: Writes = {
    events: [],
    paid: new Map(),
    changed: new Map(),
    refunds: [],
    postings: [],
    sellers: [],
    parked: new Map(),
    unparked: [],
  }

  /** The parked events by what they may be waiting for. */
  private readonly waiting = new Map<string, Set<KeyedEvent>>()

  constructor(private readonly facts: Facts) {
    for (const entry of facts.parked.values()) this.wait(entry)
  }

  take(entry: KeyedEvent): Result {
    const { judged, parked, now } = this.facts
    const before = judged.get(entry.key)
    if (before) {
      if (before.hash !== entry.event.hash) return refused('event_conflict')
      return before.problem ? refused(before.problem) : { status: 'duplicate' }
    }
    const waiting = parked.get(entry.key)
    if (waiting) return waiting.event.hash === entry.event.hash ? waits : refused('event_conflict')
    if (entry.event.occurredAt > now + day) return refused('in_future')
    const result = this.apply(entry)
    if (result === waits) {
      parked.set(entry.key, entry)
      this.wait(entry)
      this.writes.parked.set(entry.key, { entry, sellerId: this.seller(entry).id })
    } else if (result === posted) {
      this.record(entry, null)
      const { sellerId, type } = entry.event
      this.settle(type === 'seller.upserted' ? [`seller ${sellerId}`] : entry.line ? [entry.line] : [])
    }
    return result
  }

  /** How an event that had parked stands at the end of the batch. */
  outcome(entry: KeyedEvent): Result {
    const end = this.facts.judged.get(entry.key)
    if (!end) return waits
    return end.problem ? refused(end.problem) : posted
  }

  /** Books what waited for these, oldest first, each time from the start: one may be the cause of an older one. */
  settle(places: readonly string[]): void {
    const waiting = [...new Set(places.flatMap((place) => [...(this.waiting.get(place) ?? [])]))]
    waiting.sort((a, b) => a.event.occurredAt - b.event.occurredAt || (a.event.id < b.event.id ? -1 : 1))
    for (let at = 0; at < waiting.length;) {
      const entry = waiting[at] as KeyedEvent
      const result = this.apply(entry)
      if (result === waits) {
        at++
        continue
      }
      waiting.splice(at, 1)
      at = 0
      this.unpark(entry)
      this.record(entry, result.problem ?? null)
    }
  }

  private wait(entry: KeyedEvent): void {
    for (const place of placesOf(entry)) {
      const there = this.waiting.get(place)
      if (there) there.add(entry)
      else this.waiting.set(place, new Set([entry]))
    }
  }

  private unpark(entry: KeyedEvent): void {
    this.facts.parked.delete(entry.key)
    for (const place of placesOf(entry)) this.waiting.get(place)?.delete(entry)
    if (!this.writes.parked.delete(entry.key)) this.writes.unparked.push(entry.key)
  }

  private record(entry: KeyedEvent, problem: EventProblem | null): void {
    this.facts.judged.set(entry.key, { hash: entry.event.hash, problem })
    this.writes.events.push({ entry, sellerId: this.seller(entry).id, problem })
  }

  private seller(entry: KeyedEvent): SellerFacts {
    const seller = this.facts.sellers.get(entry.event.sellerId)
    if (!seller) throw new Error('a seller of the batch was not loaded')
    return seller
  }

  private apply(entry: KeyedEvent): Result {
    const { event } = entry
    const seller = this.seller(entry)
    if (event.type === 'seller.upserted') {
      if (seller.upsertedAt === null || event.occurredAt >= seller.upsertedAt) {
        seller.upsertedAt = event.occurredAt
        this.writes.sellers.push({ id: seller.id, upsert: event })
      }
      return posted
    }
    if (seller.upsertedAt === null) return waits
    if (!('orderId' in event)) {
      if (seller.closedAsOf === null || event.occurredAt >= seller.closedAsOf) {
        seller.closedAsOf = event.occurredAt
        this.writes.sellers.push({ id: seller.id, closed: event.type === 'seller.closed', asOf: event.occurredAt })
      }
      return posted
    }
    return event.type === 'order.paid' ? this.pay(entry, event, seller.id) : this.change(entry, event, seller.id)
  }

  private pay(entry: KeyedEvent, event: OrderPaid, sellerId: number): Result {
    const key = entry.line as string
    const before = this.facts.lines.get(key)
    if (before) {
      if (before.sellerId !== sellerId) return refused('wrong_seller')
      return refused(before.currency === event.currency ? 'already_paid' : 'currency_mismatch')
    }
    const { currency, net } = event
    const line: Line = { sellerId, currency, net, pending: 0n, frozen: 0n, reserve: 0n, refunded: 0n, state: 0 }
    this.facts.lines.set(key, line)
    this.writes.paid.set(key, { event, line })
    this.move(entry, line, postings.payment(net))
    mergeChange(this.writes.changed, key, line, changeOf(event))
    return posted
  }

  private change(entry: KeyedEvent, event: Parameters<typeof judge>[1], sellerId: number): Result {
    const key = entry.line as string
    const line = this.facts.lines.get(key)
    if (!line) return waits
    const refund = event.type === 'order.refunded' ? event : null
    const seen = refund !== null && this.facts.refunds.has(`${key} ${refund.refundId}`)
    const verdict = judge(line, event, sellerId, this.book(sellerId, line.currency), seen)
    if (verdict.outcome === 'parked') return waits
    if (verdict.outcome === 'rejected') return refused(verdict.problem)
    this.move(entry, line, verdict.moves)
    line.state = (line.state | verdict.marks) & ~(verdict.clears ?? 0)
    if (refund) {
      line.refunded += refund.amount.minor
      this.facts.refunds.add(`${key} ${refund.refundId}`)
      this.writes.refunds.push({ line: key, refundId: refund.refundId, event: entry.key, sellerId, amount: refund.amount.minor })
    }
    mergeChange(this.writes.changed, key, line, changeOf(event))
    return posted
  }

  private move(entry: KeyedEvent, line: Line, moves: readonly Move[]): void {
    const { sellerId, currency } = line
    const book = this.book(sellerId, currency)
    for (const move of moves) {
      carryOut(book, move)
      if (move.from === 'pending' || move.from === 'frozen' || move.from === 'reserve') line[move.from] -= move.amount
      if (move.to === 'pending' || move.to === 'frozen' || move.to === 'reserve') line[move.to] += move.amount
      this.writes.postings.push({ ...move, sellerId, currency, occurredAt: entry.event.occurredAt, event: entry.key, line: entry.line })
    }
  }

  private book(sellerId: number, currency: string): Book {
    const key = `${sellerId} ${currency}`
    let book = this.facts.books.get(key)
    if (!book) this.facts.books.set(key, (book = emptyBook(currency)))
    return book
  }
}
