import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import { wantMail } from '#server/platform/mail.ts'
import { open } from '#server/platform/seal.ts'
import { personTx, type Tx } from '#server/platform/tx.ts'
import type { Browser, Given } from '../sessions/browser.ts'
import { type Factor, type Session, wrongCodesAllowed } from '../sessions/session.ts'
import { raise } from '../sessions/start-session.ts'
import { countWrongCode, deleteSession, takeChallenge } from '../sessions/store.ts'
import { throttleForgive, throttleTry } from '../throttle/count-tries.ts'
import { passkeyUsed } from './passkey.ts'
import { recoveryCodeHash } from './recovery-code.ts'
import { acceptStep, factorsOf, findTotp, realTime, selectPasskeys, takeRecoveryCode, touchPasskey } from './store.ts'
import { totpStep } from './totp.ts'

/** What somebody offers as second factor. */
export type Proof =
  | { kind: 'totp'; code: string }
  | { kind: 'recovery'; code: string }
  | { kind: 'passkey'; answer: AuthenticationResponseJSON }

/** Where a person's TOTP secret is kept, for its seal. */
export const totpPlace = (userId: number) => `totp_factors/${userId}`

/**
 * The second factor, at sign-in or again before a change of credentials. Five wrong ones end the session; all sessions of an account
 * share one allowance, so that a stolen password is no way to guess codes.
 * @returns the session's new token; the old one is dead
 * @throws Refusal wrong_code with the tries left; not_signed_in once there are none; too_many_tries
 */
export async function proveFactor(session: Session, proof: Proof, browser: Browser): Promise<Given> {
  const counted = [{ limit: 'code', subject: String(session.userId) }] as const
  await throttleTry(counted)
  const outcome = await personTx(session.userId, async (tx) => {
    if (!(await isRight(tx, session, proof))) return { left: await countWrong(tx, session, proof.kind) }
    const raised = await raise(tx, session, proof.kind, browser)
    if (raised) await tell(tx, session, proof.kind, raised.newDevice, browser)
    return { raised }
  })
  if (outcome.left !== undefined) throw outcome.left > 0 ? new Refusal('wrong_code', { left: outcome.left }) : new Refusal('not_signed_in')
  if (!outcome.raised) throw new Refusal('not_signed_in')
  await throttleForgive(counted)
  return outcome.raised.given
}

/** Judges a proof and uses it up, in one transaction with what it opens. */
async function isRight(tx: Tx, session: Session, proof: Proof): Promise<boolean> {
  const { userId } = session
  if (proof.kind === 'recovery') return takeRecoveryCode(tx, userId, recoveryCodeHash(userId, proof.code))
  if (proof.kind === 'totp') {
    const factor = await findTotp(tx, userId)
    if (!factor) return false
    const step = totpStep(open(factor.secret, totpPlace(userId)), proof.code, await realTime(tx), factor.lastCounter)
    return step !== null && acceptStep(tx, userId, step)
  }
  const challenge = await takeChallenge(tx, session.sessionId, 'passkey-use')
  const passkey = (await selectPasskeys(tx, userId)).find((one) => one.id === proof.answer.id)
  const counter = challenge && passkey ? await passkeyUsed(proof.answer, challenge.toString(), passkey) : null
  if (!passkey || counter === null) return false
  await touchPasskey(tx, passkey.id, counter)
  return true
}

/** Counts a wrong one; gives how many more the session may try. */
async function countWrong(tx: Tx, session: Session, kind: Factor): Promise<number> {
  const wrong = await countWrongCode(tx, session.sessionId)
  const left = Math.max(0, wrongCodesAllowed - wrong)
  if (left === 0) await deleteSession(tx, session.userId, session.sessionId)
  await audit(tx, { kind: 'person', userId: session.userId, sessionId: session.sessionId }, 'second_factor.refused', { kind, left })
  return left
}

async function tell(tx: Tx, session: Session, kind: Factor, newDevice: boolean, browser: Browser): Promise<void> {
  const actor = { kind: 'person', userId: session.userId, sessionId: session.sessionId } as const
  await audit(tx, actor, 'second_factor.proven', { kind, address: browser.address })
  const mail = { to: session.email, locale: session.locale, name: session.name }
  if (newDevice)
    await wantMail(tx, {
      ...mail,
      kind: 'new-device',
      params: { agent: browser.agent.slice(0, 120), address: browser.address },
    })
  if (kind === 'recovery') {
    const { recoveryCodes } = await factorsOf(tx, session.userId)
    await wantMail(tx, { ...mail, kind: 'recovery-used', params: { left: recoveryCodes } })
  }
}
