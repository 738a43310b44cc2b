import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import { wantMail } from '#server/platform/mail.ts'
import { open, seal } from '#server/platform/seal.ts'
import { personTx, type Tx } from '#server/platform/tx.ts'
import type { Browser, Given } from '../sessions/browser.ts'
import { isFresh, type Session } from '../sessions/session.ts'
import { raise } from '../sessions/start-session.ts'
import { deleteOtherSessions, findChallenge, putChallenge, takeChallenge } from '../sessions/store.ts'
import { throttleForgive, throttleTry } from '../throttle/count-tries.ts'
import { lockUser } from '../users/store.ts'
import { passkeyMade, passkeyMaking } from './passkey.ts'
import { totpPlace } from './prove-factor.ts'
import { type Qr, qrOf } from './qr.ts'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-code.ts'
import { factorsOf, insertPasskey, putTotp, realTime, replaceRecoveryCodes, selectPasskeys } from './store.ts'
import { newTotpSecret, totpSetup, totpStep } from './totp.ts'

/** What enrolling gives: tokens for the browser, and the recovery codes where these are the first. They are never shown again. */
export type Enrolled = { given: Given; recoveryCodes: string[] | null }

/**
 * The first factor of an account may be enrolled right after the password; a further one, which could be a thief's, only by
 * somebody who has just proven one.
 */
function requireMayEnrol(session: Session): void {
  const first = !session.factors.totp && session.factors.passkeys === 0
  if (first) return
  if (!session.secondFactor) throw new Refusal('second_factor_needed')
  if (!isFresh(session)) throw new Refusal('second_factor_stale')
}

const enrolPlace = (session: Session) => `challenges/${session.sessionId}/totp-enrol`

/** A secret for an authenticator app. It is nothing until a code made with it comes back. */
export async function beginTotp(session: Session, portal: string): Promise<{ text: string; uri: string; qr: Qr }> {
  requireMayEnrol(session)
  const secret = newTotpSecret()
  await personTx(session.userId, async (tx) => {
    await putChallenge(tx, session.sessionId, 'totp-enrol', seal(secret, enrolPlace(session)))
    await audit(tx, actor(session), 'second_factor.begun', { kind: 'totp' })
  })
  const setup = totpSetup(secret, { issuer: portal, account: session.email })
  return { ...setup, qr: qrOf(setup.uri) }
}

/**
 * Enrols the authenticator app by its first code, which counts as proven and is good for nothing else.
 * @throws Refusal wrong_code; link_expired when the secret is older than ten minutes; second_factor_…
 */
export async function enrolTotp(session: Session, code: string, browser: Browser): Promise<Enrolled> {
  requireMayEnrol(session)
  const counted = [{ limit: 'code', subject: String(session.userId) }] as const
  await throttleTry(counted)
  const enrolled = await personTx(session.userId, async (tx) => {
    const sealed = await findChallenge(tx, session.sessionId, 'totp-enrol')
    if (!sealed) throw new Refusal('link_expired')
    const secret = open(sealed, enrolPlace(session))
    const step = totpStep(secret, code, await realTime(tx), 0)
    if (step === null) return null
    await takeChallenge(tx, session.sessionId, 'totp-enrol')
    await requireStillFirst(tx, session)
    await putTotp(tx, session.userId, seal(secret, totpPlace(session.userId)), step)
    return finish(tx, session, 'totp', browser)
  })
  if (!enrolled) throw new Refusal('wrong_code')
  await throttleForgive(counted)
  return enrolled
}

/** What the browser needs to make a passkey. */
export async function beginPasskey(session: Session, portal: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
  requireMayEnrol(session)
  return personTx(session.userId, async (tx) => {
    const known = await selectPasskeys(tx, session.userId)
    const options = await passkeyMaking({ id: session.userId, email: session.email, name: session.name }, known, portal)
    await putChallenge(tx, session.sessionId, 'passkey-enrol', Buffer.from(options.challenge))
    return options
  })
}

/**
 * Enrols the passkey that the browser made.
 * @throws Refusal wrong_code where it doesn't answer our challenge from our origin; second_factor_…
 */
export async function enrolPasskey(
  session: Session,
  made: { answer: RegistrationResponseJSON; label: string },
  browser: Browser,
): Promise<Enrolled> {
  requireMayEnrol(session)
  return personTx(session.userId, async (tx) => {
    const challenge = await takeChallenge(tx, session.sessionId, 'passkey-enrol')
    const passkey = challenge && (await passkeyMade(made.answer, challenge.toString()))
    if (!passkey) throw new Refusal('wrong_code')
    await requireStillFirst(tx, session)
    if (!(await insertPasskey(tx, { ...passkey, userId: session.userId, label: made.label }))) throw new Refusal('wrong_code')
    return finish(tx, session, 'passkey', browser)
  })
}

/** Two sessions that both saw no factor must not both enrol "the first": a thief's would stand beside the owner's. */
async function requireStillFirst(tx: Tx, session: Session): Promise<void> {
  if (session.secondFactor) return
  await lockUser(tx, session.userId)
  const now = await factorsOf(tx, session.userId)
  if (now.totp || now.passkeys > 0) throw new Refusal('second_factor_needed')
}

async function finish(tx: Tx, session: Session, kind: 'totp' | 'passkey', browser: Browser): Promise<Enrolled> {
  const { recoveryCodes: left } = await factorsOf(tx, session.userId)
  const codes = left === 0 ? newRecoveryCodes() : null
  if (codes)
    await replaceRecoveryCodes(
      tx,
      session.userId,
      codes.map((code) => recoveryCodeHash(session.userId, code)),
    )
  // Whoever was in without a second factor is out.
  if (!session.secondFactor) await deleteOtherSessions(tx, session.userId, session.sessionId)
  const raised = await raise(tx, session, kind, browser)
  if (!raised) throw new Refusal('not_signed_in')
  await audit(tx, actor(session), 'second_factor.enrolled', { kind, address: browser.address })
  await wantMail(tx, {
    kind: 'factor-added',
    to: session.email,
    locale: session.locale,
    name: session.name,
    params: { factor: kind },
  })
  return { given: raised.given, recoveryCodes: codes }
}

const actor = (session: Session) => ({ kind: 'person', userId: session.userId, sessionId: session.sessionId }) as const
