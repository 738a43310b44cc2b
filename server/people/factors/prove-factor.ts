import { personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import { personTx, type Tx } from '#server/platform/tx.ts'
import { warn } from '../credentials/change-credentials.ts'
import type { Browser, SessionTokens } from '../sessions/browser.ts'
import { type Factor, type Session, wrongCodesAllowed } from '../sessions/session.ts'
import { isKnownDevice } from '../sessions/find-device.ts'
import { raise } from '../sessions/start-session.ts'
import { countWrongCode, deleteSession, takeChallenge } from '../sessions/store.ts'
import { throttleForgive, throttleTry } from '../throttle/count-tries.ts'
import { codeTries } from '../throttle/sign-in-tries.ts'
import { putNewRecoveryCodes } from './replace-recovery-codes.ts'
import { factorsOf } from './store.ts'
import { type FactorAnswer, verifyFactor } from './verify-factor.ts'

/**
 * Checks the second factor at sign-in. Five wrong ones end the session; all sessions of an account share one limit, so that a thief with
 * the password can't guess codes. It proves no act.
 * @returns the session's new token, which voids the old one; and new recovery codes where the last one was used, since without one
 *   a lost factor could not be replaced
 * @throws Refusal wrong_code with the tries left; not_signed_in once there are none; too_many_tries
 */
export async function proveFactor(
  session: Session,
  proof: FactorAnswer,
  browser: Browser,
): Promise<{ given: SessionTokens; recoveryCodes: string[] | null }> {
  const counted = codeTries(session.userId, await isKnownDevice(session.userId, browser), browser)
  await throttleTry(counted)
  const outcome = await personTx(session.userId, async (tx) => {
    const challenge = async () => (await takeChallenge(tx, session.sessionId, 'passkey-use'))?.toString() ?? null
    if (!(await verifyFactor(tx, session.userId, proof, challenge))) return { left: await countWrong(tx, session, proof.kind) }
    const raised = await raise(tx, session, proof.kind, browser)
    return { raised, recoveryCodes: raised && (await tell(tx, session, proof.kind, raised.newDevice, browser)) }
  })
  if (outcome.left !== undefined) throw outcome.left > 0 ? new Refusal('wrong_code', { left: outcome.left }) : new Refusal('not_signed_in')
  if (!outcome.raised) throw new Refusal('not_signed_in')
  await throttleForgive(counted)
  return { given: outcome.raised.given, recoveryCodes: outcome.recoveryCodes ?? null }
}

/** Counts a wrong one; gives how many more the session may try. */
async function countWrong(tx: Tx, session: Session, kind: Factor): Promise<number> {
  const wrong = await countWrongCode(tx, session.sessionId)
  const left = Math.max(0, wrongCodesAllowed - wrong)
  if (left === 0) await deleteSession(tx, session.userId, session.sessionId)
  await audit(tx, personActor(session), 'second_factor.refused', { kind, left })
  return left
}

/** Notes it, and warns of what may have been somebody else; gives new recovery codes where the last one was used. */
async function tell(tx: Tx, session: Session, kind: Factor, newDevice: boolean, browser: Browser): Promise<string[] | null> {
  const actor = personActor(session)
  await audit(tx, actor, 'second_factor.proven', { kind, address: browser.address })
  if (newDevice) await warn(tx, session, 'new-device', { agent: browser.agent.slice(0, 120), address: browser.address })
  if (kind !== 'recovery') return null
  const { recoveryCodes: left } = await factorsOf(tx, session.userId)
  await warn(tx, session, 'recovery-used', { left })
  return left === 0 ? putNewRecoveryCodes(tx, session.userId) : null
}
