import type { Tx } from '#server/platform/tx.ts'
import * as store from './store.ts'

/** Days that a buyer is protected after delivery; the money is expected when they end. */
export async function protectionDays(tx: Tx): Promise<number> {
  return Number(await store.valueInForce(tx, 'protection_days'))
}

/** The same days (numeric) as a part of a statement of SQL. */
export function protectionDaysIn(tx: Tx) {
  return store.inForce(tx, 'protection_days')
}
