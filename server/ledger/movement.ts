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

/** Between which buckets each kind may move money: the list of the database's constraint, for whoever reads by bucket. */
export const movementRoutes: Readonly<Record<MovementKind, { readonly from: readonly Bucket[]; readonly to: Bucket }>> = {
  payment: { from: ['marketplace'], to: 'pending' },
  release: { from: ['pending'], to: 'available' },
  margin_kept: { from: ['pending'], to: 'reserve' },
  margin_returned: { from: ['reserve'], to: 'available' },
  hold: { from: ['pending'], to: 'frozen' },
  unhold: { from: ['frozen'], to: 'pending' },
  refund: { from: ['available', 'pending', 'reserve', 'frozen', 'debt'], to: 'marketplace' },
  cancellation: { from: ['pending', 'frozen'], to: 'marketplace' },
  debt_repaid: { from: ['pending', 'reserve'], to: 'debt' },
  withdrawal_requested: { from: ['available'], to: 'processing' },
  withdrawal_paid: { from: ['processing'], to: 'bank' },
  withdrawal_fee: { from: ['processing'], to: 'fees' },
}

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
