import type { EventProblem } from './errors.ts'
import type { EventType, FeeKind, HoldReason } from './event.ts'
import type { LineStatus, ReleaseTerm } from './line.ts'
import type { AwaitedType } from './waiting.ts'

/** A line as it is read. Amounts in minor units, instants in epoch milliseconds. */
export type LineFacts = {
  readonly key: string
  /** The marketplace's own name for the seller. */
  readonly sellerId: string
  readonly lineId: string
  readonly currency: string
  readonly state: number
  readonly gross: bigint
  readonly net: bigint
  readonly refunded: bigint
  readonly shippedAt: number | null
  readonly deliveredAt: number | null
  readonly expectedAt: number | null
  readonly holdReason: HoldReason | null
  readonly term: ReleaseTerm
} & Readonly<Record<FeeKind, bigint | null>>

export type LineView = {
  readonly lineId: string
  readonly sellerId: string
  readonly currency: string
  readonly status: LineStatus
  /** Why it is held, while it is. */
  readonly reason: HoldReason | null
  readonly expectedReleaseAt: number | null
  readonly gross: bigint
  readonly fees: readonly { readonly kind: FeeKind; readonly minor: bigint }[]
  readonly net: bigint
  readonly refunded: bigint
  /** net − refunds; nothing after a cancellation. */
  readonly received: bigint
  readonly timeline: readonly { readonly type: EventType; readonly occurredAt: number; readonly bookedAt: number }[]
}

export type EventView = {
  readonly id: string
  /** The marketplace's own names. Those of a line where the event has one that was paid, or waits. */
  readonly sellerId: string
  readonly orderId: string | null
  readonly lineId: string | null
  /** The type of event without which it stays parked. */
  readonly waitingFor: AwaitedType | null
  readonly type: EventType
  readonly status: 'posted' | 'parked' | 'rejected'
  readonly occurredAt: number
  readonly bookedAt: number | null
  readonly problem: EventProblem | null
}
