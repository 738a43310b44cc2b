import type { Book, Posting } from '#server/ledger/index.ts'
import type { EventProblem } from './errors.ts'
import type { MarketplaceEvent, OrderPaid } from './event.ts'
import type { Hold, Holds } from './hold.ts'
import type { Line } from './line.ts'
import type { LineChange } from './line-change.ts'
import type { Stamp } from './newer.ts'
import type { AwaitedType } from './waiting.ts'

/**
 * An event with the database's keys of itself, of its line and, for an `event.withdrawn`, of the withdrawn event (keys.ts).
 */
export type KeyedEvent = {
  readonly event: MarketplaceEvent
  readonly key: string
  readonly line: string | null
  readonly target: string | null
}

/** The result of an event. */
export type Result = { readonly status: 'posted' | 'duplicate' | 'parked' | 'rejected'; readonly problem?: EventProblem }

/** A seller as the event path knows it: the winning seller.upserted, and the winning seller.closed or seller.reopened; null where none came. */
export type SellerFacts = { readonly id: number; upserted: Stamp | null; closed: Stamp | null }

export type ParkedFacts = { readonly entry: KeyedEvent; readonly cause: AwaitedType }

/** Everything that deciding a batch depends on, loaded under the locks of its sellers. The fold changes it. */
export type Facts = {
  readonly now: number
  /** By the marketplace's ids. These are locked; events of other sellers are not decided. */
  readonly sellers: Map<string, SellerFacts>
  readonly lines: Map<string, Line>
  /** By line, of those lines on which a hold may begin or end. */
  readonly holds: Map<string, Holds>
  /** By `${seller id} ${currency}`. */
  readonly books: Map<string, Book>
  /** Booked and finally rejected events, by key. */
  readonly judged: Map<string, { readonly hash: string; readonly problem: EventProblem | null }>
  /** Parked events, by key. */
  readonly parked: Map<string, ParkedFacts>
  /** `${line} ${refund_id}` of the refunds booked so far. */
  readonly refunds: Set<string>
}

export type SellerChange = { id: number } & (
  | { upsert: Extract<MarketplaceEvent, { type: 'seller.upserted' }> }
  | { closed: boolean; stamp: Stamp }
)

/** What a batch writes. */
export type Writes = {
  readonly events: { readonly entry: KeyedEvent; readonly sellerId: number; readonly problem: EventProblem | null }[]
  readonly paid: Map<string, { readonly event: OrderPaid; readonly line: Line }>
  readonly changed: Map<string, LineChange>
  /** By line and hold_id. */
  readonly holds: Map<string, { readonly line: string; readonly holdId: string; readonly sellerId: number; readonly hold: Hold }>
  readonly refunds: {
    readonly line: string
    readonly refundId: string
    readonly event: string
    readonly sellerId: number
    readonly amount: bigint
  }[]
  readonly postings: Posting[]
  readonly sellers: SellerChange[]
  readonly parked: Map<string, { readonly entry: KeyedEvent; readonly sellerId: number; readonly cause: AwaitedType }>
  /** Formerly parked events to delete, by key. */
  readonly unparked: string[]
  /** Formerly parked events that now wait for another cause, by key. */
  readonly waiting: Map<string, AwaitedType>
}

/** Nothing to write yet. */
export function noWrites(): Writes {
  return {
    events: [],
    paid: new Map(),
    changed: new Map(),
    holds: new Map(),
    refunds: [],
    postings: [],
    sellers: [],
    parked: new Map(),
    unparked: [],
    waiting: new Map(),
  }
}
