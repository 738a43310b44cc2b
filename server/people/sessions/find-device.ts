import { tokenHash } from '#server/platform/crypto.ts'
import { personTx } from '#server/platform/tx.ts'
import type { Browser } from './browser.ts'
import { touchDevice } from './store.ts'

/** Whether a person's account knows this browser, which is noted as used. */
export async function isKnownDevice(userId: number, { deviceToken }: Browser): Promise<boolean> {
  return deviceToken !== null && personTx(userId, (tx) => touchDevice(tx, userId, tokenHash(deviceToken)))
}
