/** A line (child order) as asking for its release depends on it. */
export type LineForRequest = {
  readonly shipped: boolean
  readonly held: boolean
  readonly cancelled: boolean
  readonly released: boolean
  /** Minor units that still wait. */
  readonly pending: bigint
  /** A request on it waits for its decision. */
  readonly asked: boolean
}

export type AskReason = 'cancelled' | 'released' | 'held' | 'not_shipped' | 'nothing_pending' | 'already_asked'

/**
 * Why the release of a line cannot be asked for; what lasts longest comes first.
 * @returns null where it can
 */
export function whyNotAsk(line: LineForRequest): AskReason | null {
  if (line.cancelled) return 'cancelled'
  if (line.released) return 'released'
  if (line.held) return 'held'
  if (!line.shipped) return 'not_shipped'
  if (line.pending === 0n) return 'nothing_pending'
  return line.asked ? 'already_asked' : null
}

export type Decision = 'granted' | 'declined'
export type DeclineReason = 'proof_unreadable' | 'proof_of_another_order' | 'not_delivered' | 'buyer_disagrees' | 'other'

/** A request as its seller sees it. Instants in epoch milliseconds, the amount a decimal string. */
export type ReleaseRequest = {
  readonly id: string
  readonly orderId: string
  readonly lineId: string
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
  readonly proofs: readonly { readonly id: string; readonly type: ProofType; readonly bytes: number }[]
}

export type ProofType = 'image/jpeg' | 'image/png' | 'application/pdf'
