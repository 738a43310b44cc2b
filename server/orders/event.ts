import type { Money } from '#server/money/index.ts'

/**
 * An event of a marketplace's backend, parsed and normalised.
 * Amounts are bigint minor units, instants are epoch milliseconds, an optional field that was not sent is null.
 * Fields and their meaning: the API's event schemas (server/marketplace/schema.ts).
 */
export type MarketplaceEvent =
  | SellerUpserted
  | SellerStatus
  | OrderPaid
  | OrderShipped
  | OrderReached
  | OrderReleased
  | MarginReleased
  | OrderHeld
  | OrderUnheld
  | OrderRefunded
  | OrderCancelled
  | EventWithdrawn

export type EventType = MarketplaceEvent['type']

type Event<Type extends string> = {
  readonly type: Type
  /** The marketplace's id of the event; unique in that marketplace for ever. */
  readonly id: string
  /**
   * 32 hex digits: half of SHA-256 over the normalised content (everything but the id). Two events with one id and one hash
   * are duplicates; with different hashes they conflict.
   */
  readonly hash: string
  readonly occurredAt: number
  /** The marketplace's id of the seller, not ours. */
  readonly sellerId: string
}

type LineEvent<Type extends string> = Event<Type> & { readonly orderId: string; readonly lineId: string }

export type SellerUpserted = Event<'seller.upserted'> & {
  readonly name: string
  readonly region: string
  readonly email: string | null
  readonly locale: string | null
  readonly timeZone: string | null
}

export type SellerStatus = Event<'seller.closed' | 'seller.reopened'> & { readonly reason: string | null }

export type FeeKind = 'commission' | 'escrow' | 'affiliate'

export type OrderPaid = LineEvent<'order.paid'> & {
  readonly currency: string
  readonly gross: bigint
  /** A kind that was not sent is null, which differs from a fee of zero. */
  readonly fees: Readonly<Record<FeeKind, bigint | null>>
  /** gross − fees, checked. */
  readonly net: bigint
  readonly expectedReleaseAt: number | null
}

export type OrderShipped = LineEvent<'order.shipped'> & {
  readonly at: number
  readonly carrier: string | null
  readonly tracking: string | null
  readonly expectedReleaseAt: number | null
}

export type OrderReached = LineEvent<'order.delivered' | 'order.confirmed'> & {
  readonly at: number
  readonly expectedReleaseAt: number | null
}

export type OrderReleased = LineEvent<'order.released'> & { readonly margin: Money | null; readonly marginUntil: number | null }

export type MarginReleased = LineEvent<'margin.released'>

export type HoldReason = 'dispute' | 'risk' | 'legal' | 'other'

export type OrderHeld = LineEvent<'order.held'> & {
  /** The hold's name; `default` where none was sent. */
  readonly holdId: string
  readonly reason: HoldReason
  readonly note: string | null
  readonly until: number | null
}

export type OrderUnheld = LineEvent<'order.unheld'> & { readonly holdId: string }

export type OrderRefunded = LineEvent<'order.refunded'> & {
  readonly refundId: string
  readonly amount: Money
  readonly reason: string | null
}

export type OrderCancelled = LineEvent<'order.cancelled'> & { readonly reason: string | null }

/** Withdraws a parked event, as if it had never been sent. */
export type EventWithdrawn = Event<'event.withdrawn'> & { readonly eventId: string }
