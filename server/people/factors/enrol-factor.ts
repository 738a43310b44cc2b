import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { realTime } from '#server/platform/clock.ts'
import { Refusal } from '#server/platform/errors.ts'
import { open, seal } from '#server/platform/seal.ts'
import { enrolPlace, totpPlace } from '#server/platform/sealed-places.ts'
import { personTx, type Tx } from '#server/platform/tx.ts'
import { changeCredentials } from '../credentials/change-credentials.ts'
import type { Browser, SessionTokens } from '../sessions/browser.ts'
import type { Session } from '../sessions/session.ts'
import { raise } from '../sessions/start-session.ts'
import { findChallenge, putChallenge, takeChallenge } from '../sessions/store.ts'
import { lockUser } from '../users/store.ts'
import type { PersonAct } from './act.ts'
import { changeBy } from './change-factors.ts'
import { passkeyMade, passkeyMaking } from './passkey.ts'
import { type ActProof, provenTx } from './prove-act.ts'
import { type Qr, qrOf } from './qr.ts'
import { putNewRecoveryCodes } from './replace-recovery-codes.ts'
import { factorsOf, insertPasskey, putTotp, selectPasskeys } from './store.ts'
import { holdSession } from './store-proof.ts'
import { newTotpSecret, totpSetup, totpStep } from './totp.ts'

/**
 * The result of an enrolment: recovery codes, shown once, if there were none or one of them proved the act; and session tokens, if this is
 * the account's first factor. Enrolling a further factor does not renew the session's second factor.
 */
export type Enrolled = { given: SessionTokens | null; recoveryCodes: string[] | null }

/** The first factor may be enrolled after the password alone; a further one needs a proof by an enrolled factor. */
const isFirst = (session: Session) => !session.factors.totp && session.factors.passkeys === 0

function requireMayBegin(session: Session): void {
  if (!isFirst(session) && !session.secondFactor) throw new Refusal('second_factor_needed')
}

/** Generates a secret for an authenticator app. It is enrolled only with a first code. */
export async function beginTotp(session: Session, portal: string): Promise<{ text: string; uri: string; qr: Qr }> {
  requireMayBegin(session)
  const secret = newTotpSecret()
  await personTx(session.userId, async (tx) => {
    await putChallenge(tx, session.sessionId, 'totp-enrol', seal(secret, enrolPlace(session.sessionId)))
    await audit(tx, personActor(session), 'second_factor.begun', { kind: 'totp' })
  })
  const setup = totpSetup(secret, { issuer: portal, account: session.email })
  return { ...setup, qr: qrOf(setup.uri) }
}

/**
 * Enrols the authenticator app by its first code, which is used up; replaces a former app.
 * @param typed.proof by an enrolled factor; null for the first one
 * @throws Refusal wrong_new_code; link_expired when the secret is older than ten minutes; those of provenTx
 */
export async function enrolTotp(session: Session, typed: { code: string; proof: ActProof | null }, browser: Browser): Promise<Enrolled> {
  return enrol(session, { verb: 'factor.totp', content: {} }, typed.proof, async (tx) => {
    const sealed = await findChallenge(tx, session.sessionId, 'totp-enrol')
    if (!sealed) throw new Refusal('link_expired')
    const secret = open(sealed, enrolPlace(session.sessionId))
    const step = totpStep(secret, typed.code, await realTime(tx), 0)
    if (step === null) throw new Refusal('wrong_new_code')
    return finish(tx, session, { kind: 'totp', proof: typed.proof, browser }, () =>
      putTotp(tx, session.userId, seal(secret, totpPlace(session.userId)), step),
    )
  })
}

/** The browser's options to create a passkey. */
export async function beginPasskey(session: Session, portal: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
  requireMayBegin(session)
  return personTx(session.userId, async (tx) => {
    const known = await selectPasskeys(tx, session.userId)
    const options = await passkeyMaking({ id: session.userId, email: session.email, name: session.name }, known, portal)
    await putChallenge(tx, session.sessionId, 'passkey-enrol', Buffer.from(options.challenge))
    return options
  })
}

/**
 * Enrols the passkey that the browser made.
 * @param made.proof by an enrolled factor; null for the first one
 * @throws Refusal wrong_code where it doesn't answer our challenge from our origin; those of provenTx
 */
export async function enrolPasskey(
  session: Session,
  made: { answer: RegistrationResponseJSON; label: string; proof: ActProof | null },
  browser: Browser,
): Promise<Enrolled> {
  const { answer, label, proof } = made
  return enrol(session, { verb: 'factor.passkey', content: { label } }, proof, async (tx) => {
    const challenge = await takeChallenge(tx, session.sessionId, 'passkey-enrol')
    const passkey = challenge && (await passkeyMade(answer, challenge.toString()))
    if (!passkey) throw new Refusal('wrong_code')
    return finish(tx, session, { kind: 'passkey', proof, browser }, async () => {
      if (!(await insertPasskey(tx, { ...passkey, userId: session.userId, label }))) throw new Refusal('wrong_code')
    })
  })
}

/** The first factor needs no proof; a further one is proven in the transaction that enrols it. */
function enrol(session: Session, act: PersonAct, proof: ActProof | null, work: (tx: Tx) => Promise<Enrolled>): Promise<Enrolled> {
  if (proof) return provenTx(session, { act, proof }, work)
  return personTx(session.userId, async (tx) => {
    await requireStillFirst(tx, session)
    return work(tx)
  })
}

/** Two sessions must not both enrol "the first" factor: a thief's would be enrolled beside the owner's. */
async function requireStillFirst(tx: Tx, session: Session): Promise<void> {
  await lockUser(tx, session.userId)
  if (!(await holdSession(tx, session))) throw new Refusal('not_signed_in')
  const now = await factorsOf(tx, session.userId)
  if (now.totp || now.passkeys > 0) throw new Refusal('second_factor_needed')
}

type Finish = { kind: 'totp' | 'passkey'; proof: ActProof | null; browser: Browser }

async function finish(tx: Tx, session: Session, { kind, proof, browser }: Finish, write: () => Promise<void>): Promise<Enrolled> {
  const change = changeBy(session, proof, browser, { kind: 'factor-added', params: { factor: kind } })
  const { written: recoveryCodes } = await changeCredentials(tx, session, change, async () => {
    await write()
    return newCodesIfNone(tx, session.userId)
  })
  await audit(tx, personActor(session), 'second_factor.enrolled', { kind, address: browser.address })
  if (session.secondFactor) return { given: null, recoveryCodes }
  const raised = await raise(tx, session, kind, browser)
  if (!raised) throw new Refusal('not_signed_in')
  return { given: raised.given, recoveryCodes }
}

async function newCodesIfNone(tx: Tx, userId: number): Promise<string[] | null> {
  const { recoveryCodes: left } = await factorsOf(tx, userId)
  return left > 0 ? null : putNewRecoveryCodes(tx, userId)
}
