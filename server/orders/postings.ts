import type { Balances, Move } from '#server/ledger/index.ts'
import { least } from '#server/money/index.ts'
import type { Line } from './line.ts'

// The movements of each event. Whether it may be booked is decided in judge.ts.

/** Payment: the line's net becomes pending. */
export function payment(net: bigint): Move[] {
  return move('payment', 'marketplace', 'pending', net)
}

/** Release: the line's pending becomes available, of it the margin (at most all) reserve. Debt is repaid first. */
export function release(line: Line, margin: bigint, book: Balances): Move[] {
  const kept = least(margin, line.pending)
  return [...move('margin_kept', 'pending', 'reserve', kept), ...arrival('release', 'pending', line.pending - kept, book)]
}

/** Release of the margin: the rest of the line's reserve becomes available. Debt is repaid first. */
export function marginReturn(line: Line, book: Balances): Move[] {
  return arrival('margin_returned', 'reserve', line.reserve, book)
}

/** Hold: the line's pending becomes frozen. */
export function hold(line: Line): Move[] {
  return move('hold', 'pending', 'frozen', line.pending)
}

/** End of the last hold: the line's frozen becomes pending. */
export function unhold(line: Line): Move[] {
  return move('unhold', 'frozen', 'pending', line.frozen)
}

/**
 * Refund: from the line's pending, then its frozen, then its reserve, then the seller's available; the rest becomes debt.
 */
export function refund(line: Line, amount: bigint, book: Balances): Move[] {
  let left = amount
  const moves: Move[] = []
  const sources = [
    ['pending', line.pending],
    ['frozen', line.frozen],
    ['reserve', line.reserve],
    ['available', book.available],
    ['debt', left],
  ] as const
  for (const [bucket, holds] of sources) {
    const part = least(left, holds)
    moves.push(...move('refund', bucket, 'marketplace', part))
    left -= part
  }
  return moves
}

/** Cancellation: the line's pending and frozen leave. */
export function cancellation(line: Line): Move[] {
  return [...move('cancellation', 'pending', 'marketplace', line.pending), ...move('cancellation', 'frozen', 'marketplace', line.frozen)]
}

/** Money that becomes available repays debt first. */
function arrival(kind: 'release' | 'margin_returned', from: 'pending' | 'reserve', amount: bigint, book: Balances): Move[] {
  const repaid = least(amount, -book.debt)
  return [...move('debt_repaid', from, 'debt', repaid), ...move(kind, from, 'available', amount - repaid)]
}

/** No movement for an amount of zero. */
function move(kind: Move['kind'], from: Move['from'], to: Move['to'], amount: bigint): Move[] {
  return amount > 0n ? [{ kind, from, to, amount }] : []
}
