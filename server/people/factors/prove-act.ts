import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import { randomBytes } from 'node:crypto'
import { type MemberScope, personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { env } from '#server/platform/env.ts'
import { Refusal } from '#server/platform/errors.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { memberTx, personTx, type Tx } from '#server/platform/tx.ts'
import type { Session } from '../sessions/session.ts'
import { throttleForgive, throttleTry } from '../throttle/count-tries.ts'
import { lockUser } from '../users/store.ts'
import { actChallenge, actHash, isRecoverable, type PersonAct, type StoreAct } from './act.ts'
import { passkeyAsking } from './passkey.ts'
import { factorsOf, selectPasskeys } from './store.ts'
import { countWrongProof, forgetWrongProofs, holdSession, pauseLeft, putQuestion, takeQuestion } from './store-proof.ts'
import { type FactorAnswer, verifyFactor } from './verify-factor.ts'

/** The proof sent with an act. `demo`: one click, for the demo's people, who have no factors. */
export type ActProof = FactorAnswer | { kind: 'demo' }

/** Five wrong answers, then this pause: at three valid codes in a million, guesses succeed in one pause of 66,000. @internal */
export const wrongProofsAllowed = 5
const pauseMinutes = 15

/** An act of a person on what is their own, or of a member on the store of the scope. */
type Target = { readonly act: PersonAct; readonly scope?: undefined } | { readonly act: StoreAct; readonly scope: MemberScope }
type Offer = Target & { readonly proof: ActProof }

const holder = (session: Session, { scope }: Target) => ({ userId: session.userId, sellerId: scope?.sellerId ?? null })

/**
 * Asks for a passkey for one act on the person's own data. The challenge is derived from the act, belongs to this session and is valid once.
 * @throws Refusal second_factor_needed
 */
export async function askProof(session: Session, act: PersonAct): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return ask(session, { act })
}

/** `askProof` for an act on the store of the scope. @throws Refusal second_factor_needed; not_allowed where its role may do no such act */
export async function askStoreProof(session: Session, scope: MemberScope, act: StoreAct): Promise<PublicKeyCredentialRequestOptionsJSON> {
  requirePermission(scope, 'team.manage')
  return ask(session, { act, scope })
}

function ask(session: Session, target: Target): Promise<PublicKeyCredentialRequestOptionsJSON> {
  if (!session.secondFactor) throw new Refusal('second_factor_needed')
  const { act, scope } = target
  return proofTx(session, scope, async (tx) => {
    const [nonce, hash] = [randomBytes(32), actHash(holder(session, target), act)]
    await putQuestion(tx, session, hash, nonce)
    await audit(tx, personActor(session), 'proof.asked', { act: act.verb }, scope?.sellerId ?? null)
    return passkeyAsking(await selectPasskeys(tx, session.userId), actChallenge(nonce, hash))
  })
}

/** A transaction with the person's own rows, and with those of the store where the act is on one. */
function proofTx<T>(session: Session, scope: MemberScope | undefined, work: (tx: Tx) => Promise<T>): Promise<T> {
  return scope ? memberTx(scope, work) : personTx(session.userId, work)
}

/**
 * Runs one transaction that checks the proof of an act and performs the act, or does neither. The act uses the proof up; the proof does
 * not renew the session's second factor. An act that is refused uses nothing up.
 * @param offer.scope the store, where the act is on one
 * @param work performs the act; runs again after a serialization failure or deadlock
 * @throws Refusal wrong_code with the tries left; too_many_tries during a pause; factor_missing where the person has no factor;
 *   second_factor_needed; not_signed_in where the session ended meanwhile
 */
export async function provenTx<T>(session: Session, offer: Offer, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (!session.secondFactor) throw new Refusal('second_factor_needed')
  const counted = [{ limit: 'code', subject: String(session.userId) }] as const
  await throttleTry(counted)
  let isProven = false
  const attempt = async (tx: Tx): Promise<{ done: T } | Refusal> => {
    isProven = false
    await lockUser(tx, session.userId)
    const refusal = await requireProof(tx, session, offer)
    if (refusal) return refusal
    isProven = true
    return { done: await work(tx) }
  }
  try {
    const outcome = await proofTx(session, offer.scope, attempt)
    if (outcome instanceof Refusal) throw outcome
    return outcome.done
  } finally {
    if (isProven) await throttleForgive(counted)
  }
}

/** Null where the proof is right. A refusal is returned and not thrown, so that the count of wrong answers is committed. */
async function requireProof(tx: Tx, session: Session, offer: Offer): Promise<Refusal | null> {
  const { act, proof } = offer
  const store = offer.scope?.sellerId ?? null
  if (!(await holdSession(tx, session))) return new Refusal('not_signed_in')
  const { totp, passkeys } = await factorsOf(tx, session.userId)
  const hasFactor = totp || passkeys > 0
  if (proof.kind === 'demo') return mayWaive(session) && !hasFactor ? null : new Refusal('factor_missing')
  if (!hasFactor) return new Refusal('factor_missing')
  const seconds = await pauseLeft(tx, session)
  if (seconds > 0) return new Refusal('too_many_tries', { seconds })
  if (await isRight(tx, session, offer, proof)) {
    await forgetWrongProofs(tx, session)
    await audit(tx, personActor(session), 'proof.given', { act: act.verb, kind: proof.kind }, store)
    return null
  }
  const left = await countWrongProof(tx, session, wrongProofsAllowed, pauseMinutes)
  await audit(tx, personActor(session), 'proof.refused', { act: act.verb, kind: proof.kind, left }, store)
  return left > 0 ? new Refusal('wrong_code', { left, pause: pauseMinutes }) : new Refusal('too_many_tries', { seconds: pauseMinutes * 60 })
}

async function isRight(tx: Tx, session: Session, target: Target, proof: FactorAnswer): Promise<boolean> {
  if (proof.kind === 'recovery' && !isRecoverable(target.act)) return false
  const hash = actHash(holder(session, target), target.act)
  return verifyFactor(tx, session.userId, proof, async () => {
    const nonce = await takeQuestion(tx, session, hash)
    return nonce && actChallenge(nonce, hash).toString('base64url')
  })
}

/** The demo's one-click people, in a process that is a demo. */
function mayWaive(session: Session): boolean {
  return session.method === 'demo' && session.demo && env().PORTAL_DEMO === 'on'
}
