import type { Tx } from '#server/platform/tx.ts'
import * as statements from './statements.ts'

/**
 * Compares the sums that days are answered from with the events and movements that they stand for, within a read that compares more.
 * Finds what somebody changed by hand.
 */
export function verifySumsIn(tx: Tx): Promise<statements.SumBreak[]> {
  return statements.sumBreaks(tx)
}
