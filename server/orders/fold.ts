import { type Book, carryOut, emptyBook, exceedsLimit, type Move } from '#server/ledger/index.ts'
import type { EventProblem } from './errors.ts'
import type { OrderPaid } from './event.ts'
import type { Holds } from './hold.ts'
import { type Facts, type KeyedEvent, noWrites, type ParkedFacts, type Result, type SellerFacts, type Writes } from './facts.ts'
import { judge, type LineEvent } from './judge.ts'
import { happened, has, type Line } from './line.ts'
import { changeOf, mergeChange } from './line-change.ts'
import { isNewer, stampOf } from './newer.ts'
import * as postings from './postings.ts'
import { type AwaitedType, Waiting } from './waiting.ts'

/** An event further ahead of our clock than this probably has a wrong time zone. Milliseconds. */
const farthestAhead = 15 * 60_000

type Outcome =
  | { readonly status: 'posted' }
  | { readonly status: 'rejected'; readonly problem: EventProblem }
  | { readonly status: 'parked'; readonly cause: AwaitedType }

const posted: Outcome = { status: 'posted' }
const waitsFor = (cause: AwaitedType): Outcome => ({ status: 'parked', cause })
const refused = (problem: EventProblem): Outcome & Result => ({ status: 'rejected', problem })

/**
 * Decides a batch in its order and books the parked events that waited for it. Pure, except that it updates `facts`.
 * @param due parked events of `facts` whose cause was booked without them: decided first
 * @returns a result for each event, in order, and the changes to write
 */
export function fold(entries: readonly KeyedEvent[], facts: Facts, due: readonly KeyedEvent[] = []): { results: Result[]; writes: Writes } {
  const batch = new Fold(facts)
  batch.settle(due)
  const results = entries.map((entry) => batch.take(entry))
  // An event that was parked and then booked within the request is answered as booked.
  return {
    results: results.map((result, at) => (result.status === 'parked' ? batch.outcome(entries[at] as KeyedEvent) : result)),
    writes: batch.writes,
  }
}

class Fold {
  readonly writes: Writes = noWrites()
  private readonly waiting = new Waiting()

  constructor(private readonly facts: Facts) {
    for (const parked of facts.parked.values()) this.wait(parked)
  }

  take(entry: KeyedEvent): Result {
    const { judged, parked, now } = this.facts
    const before = judged.get(entry.key)
    if (before) {
      if (before.hash !== entry.event.hash) return refused('event_conflict')
      return before.problem ? refused(before.problem) : { status: 'duplicate' }
    }
    const waiting = parked.get(entry.key)
    if (waiting) return waiting.entry.event.hash === entry.event.hash ? { status: 'parked' } : refused('event_conflict')
    if (entry.event.occurredAt > now + farthestAhead) return refused('in_future')
    const outcome = this.apply(entry)
    if (outcome.status === 'parked') {
      this.wait({ entry, cause: outcome.cause })
      this.writes.parked.set(entry.key, { entry, sellerId: this.seller(entry).id, cause: outcome.cause })
    } else if (outcome.status === 'posted') {
      this.record(entry, null)
      this.settle([])
    }
    return outcome
  }

  /** The status of an event that was parked, at the end of the batch. */
  outcome(entry: KeyedEvent): Result {
    const end = this.facts.judged.get(entry.key)
    // If it was withdrawn within the batch, another event may have taken its id.
    if (!end || end.hash !== entry.event.hash) return { status: 'parked' }
    return end.problem ? refused(end.problem) : posted
  }

  /** Books woken events, always the oldest next, because one may be the cause of an older one. */
  settle(due: readonly KeyedEvent[]): void {
    for (const entry of due) {
      this.waiting.remove(entry)
      this.waiting.push(entry)
    }
    for (let entry = this.waiting.pop(); entry; entry = this.waiting.pop()) {
      const outcome = this.apply(entry)
      if (outcome.status === 'parked') this.waitOn(entry, outcome.cause)
      else {
        this.unpark(entry)
        this.record(entry, outcome.status === 'rejected' ? outcome.problem : null)
      }
    }
  }

  private wait(parked: ParkedFacts): void {
    const { entry, cause } = parked
    this.facts.parked.set(entry.key, parked)
    // An event of a seller that is not locked is decided in a transaction that locks that seller.
    if (this.facts.sellers.has(entry.event.sellerId)) this.waiting.add(entry, cause)
  }

  /** A woken event waits again, perhaps for another cause. */
  private waitOn(entry: KeyedEvent, cause: AwaitedType): void {
    this.wait({ entry, cause })
    const fresh = this.writes.parked.get(entry.key)
    if (fresh) this.writes.parked.set(entry.key, { ...fresh, cause })
    else this.writes.waiting.set(entry.key, cause)
  }

  private unpark(entry: KeyedEvent): void {
    this.facts.parked.delete(entry.key)
    this.writes.waiting.delete(entry.key)
    if (!this.writes.parked.delete(entry.key)) this.writes.unparked.push(entry.key)
  }

  /** Records a final result. A booked event wakes those that waited for it. */
  private record(entry: KeyedEvent, problem: EventProblem | null): void {
    this.facts.judged.set(entry.key, { hash: entry.event.hash, problem })
    this.writes.events.push({ entry, sellerId: this.seller(entry).id, problem })
    if (problem !== null) return
    const line = entry.line === null ? undefined : this.facts.lines.get(entry.line)
    if (entry.event.type === 'order.unheld' && line && has(line, happened.held)) return
    this.waiting.wake(entry)
  }

  private seller(entry: KeyedEvent): SellerFacts {
    const seller = this.facts.sellers.get(entry.event.sellerId)
    if (!seller) throw new Error('a seller of the batch was not loaded')
    return seller
  }

  private apply(entry: KeyedEvent): Outcome {
    const { event } = entry
    // An event of a mistyped seller can be withdrawn, although that seller is never announced.
    if (event.type === 'event.withdrawn') return this.withdraw(entry)
    const seller = this.seller(entry)
    if (event.type === 'seller.upserted') {
      if (isNewer(stampOf(event), seller.upserted)) {
        seller.upserted = stampOf(event)
        this.writes.sellers.push({ id: seller.id, upsert: event })
      }
      return posted
    }
    if (seller.upserted === null) return waitsFor('seller.upserted')
    if (!('orderId' in event)) {
      if (isNewer(stampOf(event), seller.closed)) {
        seller.closed = stampOf(event)
        this.writes.sellers.push({ id: seller.id, closed: event.type === 'seller.closed', stamp: seller.closed })
      }
      return posted
    }
    return event.type === 'order.paid' ? this.pay(entry, event, seller.id) : this.change(entry, event, seller.id)
  }

  private withdraw(entry: KeyedEvent): Outcome {
    const parked = this.facts.parked.get(entry.target as string)
    if (parked?.entry.event.sellerId !== entry.event.sellerId) return refused('not_parked')
    this.waiting.remove(parked.entry)
    this.unpark(parked.entry)
    return posted
  }

  private pay(entry: KeyedEvent, event: OrderPaid, sellerId: number): Outcome {
    const key = entry.line as string
    const before = this.facts.lines.get(key)
    if (before) {
      if (before.sellerId !== sellerId) return refused('wrong_seller')
      return refused(before.currency === event.currency ? 'already_paid' : 'currency_mismatch')
    }
    const { currency, net } = event
    const line: Line = { sellerId, currency, net, pending: 0n, frozen: 0n, reserve: 0n, refunded: 0n, state: 0 }
    const moves = postings.payment(net)
    if (exceedsLimit(this.book(sellerId, currency), moves)) return refused('amount_limit')
    this.facts.lines.set(key, line)
    this.writes.paid.set(key, { event, line })
    this.move(entry, line, moves)
    mergeChange(this.writes.changed, key, changeOf(event, line))
    return posted
  }

  private change(entry: KeyedEvent, event: LineEvent, sellerId: number): Outcome {
    const key = entry.line as string
    const line = this.facts.lines.get(key)
    if (!line) return waitsFor('order.paid')
    const book = this.book(sellerId, line.currency)
    const refund = event.type === 'order.refunded' ? event : null
    const seen = refund !== null && this.facts.refunds.has(`${key} ${refund.refundId}`)
    const holds = this.holds(key)
    const verdict = judge({ line, event, sellerId, book, holds, refundSeen: seen })
    if (verdict.outcome === 'parked') return waitsFor(verdict.cause)
    if (verdict.outcome === 'rejected') return refused(verdict.problem)
    if (exceedsLimit(book, verdict.moves)) return refused('amount_limit')
    this.move(entry, line, verdict.moves)
    line.state = (line.state | verdict.marks) & ~verdict.clears
    if (verdict.hold) {
      const { id: holdId, now } = verdict.hold
      holds.set(holdId, now)
      this.writes.holds.set(`${key} ${holdId}`, { line: key, holdId, sellerId, hold: now })
    }
    if (refund) {
      line.refunded += refund.amount.minor
      this.facts.refunds.add(`${key} ${refund.refundId}`)
      this.writes.refunds.push({ line: key, refundId: refund.refundId, event: entry.key, sellerId, amount: refund.amount.minor })
    }
    mergeChange(this.writes.changed, key, changeOf(event, line, verdict.hold?.shown ?? null))
    return posted
  }

  private move(entry: KeyedEvent, line: Line, moves: readonly Move[]): void {
    if (moves.length === 0) return
    const { sellerId, currency } = line
    const book = this.book(sellerId, currency)
    const { occurredAt } = entry.event
    for (const move of moves) {
      const { kind, from, to, amount } = move
      carryOut(book, move)
      if (from === 'pending' || from === 'frozen' || from === 'reserve') line[from] -= amount
      if (to === 'pending' || to === 'frozen' || to === 'reserve') line[to] += amount
      this.writes.postings.push({ kind, from, to, amount, sellerId, currency, occurredAt, cause: entry.key, line: entry.line })
    }
  }

  private book(sellerId: number, currency: string): Book {
    const key = `${sellerId} ${currency}`
    let book = this.facts.books.get(key)
    if (!book) this.facts.books.set(key, (book = emptyBook(currency)))
    return book
  }

  private holds(line: string): Holds {
    let holds = this.facts.holds.get(line)
    if (!holds) this.facts.holds.set(line, (holds = new Map()))
    return holds
  }
}
