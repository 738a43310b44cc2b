import type { Balances, Move } from '#server/ledger/index.ts'
import { least } from '#server/money/index.ts'
import type { Line } from './line.ts'

/** The accountant's page: which movements each event makes. Nothing here decides whether it may; that is judge.ts. */

/** The buyer paid: the net of the line waits to be released. */
export function payment(net: bigint): Move[] {
  return move('payment', 'marketplace', 'pending', net)
}

/** All that the line has pending is released; of it the margin (at most all) stays in reserve. Debt is repaid first. */
export function release(line: Line, margin: bigint, book: Balances): Move[] {
  const kept = least(margin, line.pending)
  return [...move('margin_kept', 'pending', 'reserve', kept), ...arrival('release', 'pending', line.pending - kept, book)]
}

/** What is left of the line's margin becomes available. Debt is repaid first. */
export function marginReturn(line: Line, book: Balances): Move[] {
  return arrival('margin_returned', 'reserve', line.reserve, book)
}

/** The line's pending money is held back. */
export function hold(line: Line): Move[] {
  return move('hold', 'pending', 'frozen', line.pending)
}

/** What was held back waits for release again. */
export function unhold(line: Line): Move[] {
  return move('unhold', 'frozen', 'pending', line.frozen)
}

/**
 * A refund leaves: from the line's pending, then its frozen, then its reserve, then the seller's available; what is still
 * missing becomes debt.
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

/** All that the line still has pending and frozen goes back. */
export function cancellation(line: Line): Move[] {
  return [...move('cancellation', 'pending', 'marketplace', line.pending), ...move('cancellation', 'frozen', 'marketplace', line.frozen)]
}

/** Money that becomes available repays debt first. */
function arrival(kind: 'release' | 'margin_returned', from: 'pending' | 'reserve', amount: bigint, book: Balances): Move[] {
  const repaid = least(amount, -book.debt)
  return [...move('debt_repaid', from, 'debt', repaid), ...move(kind, from, 'available', amount - repaid)]
}

/** Nothing moves where the amount is zero. */
function move(kind: Move['kind'], from: Move['from'], to: Move['to'], amount: bigint): Move[] {
  return amount > 0n ? [{ kind, from, to, amount }] : []
}
