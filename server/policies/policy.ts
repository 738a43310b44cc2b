import type { Tx } from '#server/platform/tx.ts'
import { inForce } from './statements.ts'
import { valuesInForce } from './store.ts'

// Figures (numeric) as parts of statements of SQL; null where the installation hasn't got one.

/** Days that a buyer is protected after delivery; the money is expected when they end. */
export function protectionDaysIn(tx: Tx) {
  return inForce(tx, 'protection_days')
}

/** Days after shipment when a closed store's money is expected instead. */
export function closedReleaseDaysIn(tx: Tx) {
  return inForce(tx, 'closed_release_days')
}

/** A figure by the name of its policy, for rooms whose table of rules names it. */
export function policyIn(tx: Tx, name: string) {
  return inForce(tx, name)
}

/**
 * The figure that is in force now, as a decimal string.
 * @throws Error where the installation has none
 */
export async function policyNow(tx: Tx, name: string): Promise<string> {
  const value = (await valuesInForce(tx, [name])).get(name)
  if (value === undefined) throw new Error(`no policy ${name} is in force`)
  return value
}
