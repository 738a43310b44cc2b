import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import { wantMail } from '#server/platform/mail.ts'
import { personTx } from '#server/platform/tx.ts'
import { isFresh, type Session } from '../sessions/session.ts'
import { putChallenge } from '../sessions/store.ts'
import { lockUser } from '../users/store.ts'
import { passkeyAsking } from './passkey.ts'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-code.ts'
import { deletePasskey, deleteTotp, factorsOf, replaceRecoveryCodes, selectPasskeys } from './store.ts'

/** What a person sees of their second factors. */
export type FactorList = {
  totp: boolean
  passkeys: { id: string; label: string; createdAt: Date; usedAt: Date | null }[]
  recoveryCodes: number
}

/** The person's second factors; no secrets. */
export async function listFactors(session: Session): Promise<FactorList> {
  return personTx(session.userId, async (tx) => {
    const { totp, recoveryCodes } = await factorsOf(tx, session.userId)
    const passkeys = await selectPasskeys(tx, session.userId)
    return { totp, recoveryCodes, passkeys: passkeys.map(({ id, label, createdAt, usedAt }) => ({ id, label, createdAt, usedAt })) }
  })
}

/** What the browser needs to use a passkey as second factor. The challenge is this session's and is answered once. */
export async function askPasskey(session: Session): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return personTx(session.userId, async (tx) => {
    const options = await passkeyAsking(await selectPasskeys(tx, session.userId))
    await putChallenge(tx, session.sessionId, 'passkey-use', Buffer.from(options.challenge))
    await audit(tx, actor(session), 'second_factor.asked', { kind: 'passkey' })
    return options
  })
}

/**
 * Removes a second factor, but never the last one.
 * @param which the authenticator app, or a passkey by its id
 * @throws Refusal second_factor_stale; not_found; last_factor
 */
export async function removeFactor(session: Session, which: 'totp' | { passkey: string }): Promise<void> {
  requireFresh(session)
  await personTx(session.userId, async (tx) => {
    await lockUser(tx, session.userId) // so that two at once don't each leave the other's as the last
    const gone = which === 'totp' ? await deleteTotp(tx, session.userId) : await deletePasskey(tx, session.userId, which.passkey)
    if (!gone) throw new Refusal('not_found')
    const left = await factorsOf(tx, session.userId)
    if (!left.totp && left.passkeys === 0) throw new Refusal('last_factor')
    const factor = which === 'totp' ? 'totp' : 'passkey'
    await audit(tx, actor(session), 'second_factor.removed', { kind: factor })
    await wantMail(tx, {
      kind: 'factor-removed',
      to: session.email,
      locale: session.locale,
      name: session.name,
      params: { factor },
    })
  })
}

/** New recovery codes, shown this once; the earlier ones are void. */
export async function renewRecoveryCodes(session: Session): Promise<string[]> {
  requireFresh(session)
  const codes = newRecoveryCodes()
  await personTx(session.userId, async (tx) => {
    await replaceRecoveryCodes(
      tx,
      session.userId,
      codes.map((code) => recoveryCodeHash(session.userId, code)),
    )
    await audit(tx, actor(session), 'recovery_codes.renewed')
    await wantMail(tx, {
      kind: 'recovery-renewed',
      to: session.email,
      locale: session.locale,
      name: session.name,
      params: {},
    })
  })
  return codes
}

function requireFresh(session: Session): void {
  if (!session.secondFactor) throw new Refusal('second_factor_needed')
  if (!isFresh(session)) throw new Refusal('second_factor_stale')
}

const actor = (session: Session) => ({ kind: 'person', userId: session.userId, sessionId: session.sessionId }) as const
