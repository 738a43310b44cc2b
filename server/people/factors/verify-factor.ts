import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { realTime } from '#server/platform/clock.ts'
import { open } from '#server/platform/seal.ts'
import { totpPlace } from '#server/platform/sealed-places.ts'
import type { Tx } from '#server/platform/tx.ts'
import { passkeyUsed } from './passkey.ts'
import { recoveryCodeHashes } from './recovery-code.ts'
import { acceptStep, findTotp, selectPasskeys, takeRecoveryCode, touchPasskey } from './store.ts'
import { totpStep } from './totp.ts'

/** The answer of a second factor. */
export type FactorAnswer =
  | { kind: 'totp'; code: string }
  | { kind: 'recovery'; code: string }
  | { kind: 'passkey'; answer: AuthenticationResponseJSON }

/**
 * Verifies a second factor and uses it up, in the transaction of what it allows.
 * @param challenge takes the challenge that a passkey was asked for; null where none is open
 */
export async function verifyFactor(
  tx: Tx,
  userId: number,
  offered: FactorAnswer,
  challenge: () => Promise<string | null>,
): Promise<boolean> {
  if (offered.kind === 'recovery') return takeRecoveryCode(tx, userId, recoveryCodeHashes(userId, offered.code))
  if (offered.kind === 'totp') {
    const factor = await findTotp(tx, userId)
    if (!factor) return false
    const step = totpStep(open(factor.secret, totpPlace(userId)), offered.code, await realTime(tx), factor.lastCounter)
    return step !== null && acceptStep(tx, userId, step)
  }
  const asked = await challenge()
  const passkey = (await selectPasskeys(tx, userId)).find((one) => one.id === offered.answer.id)
  const counter = asked !== null && passkey ? await passkeyUsed(offered.answer, asked, passkey) : null
  if (!passkey || counter === null) return false
  await touchPasskey(tx, passkey.id, counter)
  return true
}
