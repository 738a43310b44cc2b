import type { Tx } from '#server/platform/tx.ts'
import * as store from './store.ts'

/** Days that a buyer is protected after delivery; the money is expected when they end. */
export async function protectionDays(tx: Tx): Promise<number> {
  return Number(await store.valueInForce(tx, 'protection_days'))
}
