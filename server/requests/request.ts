import type { MediaType } from '#server/files/schema.ts'
import { happened, has } from '#server/orders/index.ts'
import type { Decision, DeclineReason } from './schema.ts'

/** A line (child order) as asking for its release depends on it. */
export type LineForRequest = {
  /** Bits of `happened`. */
  readonly state: number
  /** Minor units that still wait. */
  readonly pending: bigint
  /** The newest request on it. */
  readonly request: RequestState | null
}

/** A request in short: when it was made, and how it was decided. Instants in epoch milliseconds. */
export type RequestState = Pick<ReleaseRequest, 'id' | 'askedAt' | 'decision' | 'reason' | 'decidedAt'>

export type AskReason = 'cancelled' | 'released' | 'held' | 'not_shipped' | 'nothing_pending' | 'already_asked'

/**
 * Why the release of a line cannot be asked for; what lasts longest comes first.
 * @returns null where it can
 */
export function whyNotAsk(line: LineForRequest): AskReason | null {
  if (has(line, happened.cancelled)) return 'cancelled'
  if (has(line, happened.released)) return 'released'
  if (has(line, happened.held)) return 'held'
  if (!has(line, happened.shipped)) return 'not_shipped'
  if (line.pending === 0n) return 'nothing_pending'
  return line.request?.decision === null ? 'already_asked' : null
}

/** Whether the release of a line can be asked for, and why not. */
export type CanAsk = { readonly ask: { readonly ok: true } | { readonly ok: false; readonly reason: AskReason } }

/** Says so of a line. */
export function canAsk(line: LineForRequest): CanAsk {
  const reason = whyNotAsk(line)
  return { ask: reason ? { ok: false, reason } : { ok: true } }
}

/** A request as its seller sees it. Instants in epoch milliseconds, the amount a decimal string. */
export type ReleaseRequest = {
  readonly id: string
  readonly orderId: string
  readonly lineId: string
  /** The order has other child orders of this seller. */
  readonly several: boolean
  readonly currency: string
  /** What waits of the line now. */
  readonly pending: string
  readonly askedAt: number
  readonly askedBy: string
  readonly note: string
  readonly decision: Decision | null
  readonly reason: DeclineReason | null
  /** What the marketplace's staff wrote beside it. */
  readonly remark: string | null
  readonly decidedAt: number | null
  readonly proofs: readonly Proof[]
}

/** A proof as the list shows it: how many bytes it has, or since when they are gone. */
export type Proof = { readonly id: string; readonly type: MediaType } & (
  | { readonly bytes: number; readonly removedAt: null }
  | { readonly bytes: null; readonly removedAt: number }
)
