import { type Balances, type Bucket } from './book.ts'

/**
 * The closed list of what may happen to money, with the code and the buckets that the database allows for each
 * (constraint movement_kind).
 */
export const movementCode = {
  payment: 1,
  release: 2,
  margin_kept: 3,
  margin_returned: 4,
  hold: 5,
  unhold: 6,
  refund: 7,
  cancellation: 8,
  debt_repaid: 9,
  withdrawal_requested: 10,
  withdrawal_paid: 11,
  withdrawal_fee: 12,
} as const

export type MovementKind = keyof typeof movementCode

/** One amount (minor units, above zero) that leaves one bucket of a book and enters another. */
export type Move = { readonly kind: MovementKind; readonly from: Bucket; readonly to: Bucket; readonly amount: bigint }

/** A move with the book and the event that it belongs to, ready to be posted. */
export type Posting = Move & {
  readonly sellerId: number
  readonly currency: string
  readonly occurredAt: number
  /** Key of the event, 32 hex digits. */
  readonly event: string
  /** Key of the line, 32 hex digits. */
  readonly line: string | null
}

/** Carries a move out on balances held in memory; the outside world's buckets are not kept there. */
export function carryOut(balances: Balances, move: Move): void {
  if (move.from in balances) balances[move.from as keyof Balances] -= move.amount
  if (move.to in balances) balances[move.to as keyof Balances] += move.amount
}
