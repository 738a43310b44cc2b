import type { Tx } from '#server/platform/tx.ts'
import * as store from './store.ts'

// Figures (numeric) as parts of statements of SQL; null where the installation hasn't got one.

/** Days that a buyer is protected after delivery; the money is expected when they end. */
export function protectionDaysIn(tx: Tx) {
  return store.inForce(tx, 'protection_days')
}

/** Days after shipment when a closed store's money is expected instead. */
export function closedReleaseDaysIn(tx: Tx) {
  return store.inForce(tx, 'closed_release_days')
}

/** Days that a proof of delivery is kept after the decision (numeric), as a part of a statement of SQL. */
export function proofDaysIn(tx: Tx) {
  return store.inForce(tx, 'proof_days')
}
