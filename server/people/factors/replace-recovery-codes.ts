import type { Tx } from '#server/platform/tx.ts'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-code.ts'
import { replaceRecoveryCodes } from './store.ts'

/** Writes new recovery codes, which void the earlier ones; gives them, to be shown once. */
export async function putNewRecoveryCodes(tx: Tx, userId: number): Promise<string[]> {
  const codes = newRecoveryCodes()
  await replaceRecoveryCodes(
    tx,
    userId,
    codes.map((code) => recoveryCodeHash(userId, code)),
  )
  return codes
}
