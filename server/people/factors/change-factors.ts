import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import { personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import { personTx } from '#server/platform/tx.ts'
import { type Change, changeCredentials } from '../credentials/change-credentials.ts'
import type { Browser } from '../sessions/browser.ts'
import type { Session } from '../sessions/session.ts'
import { putChallenge } from '../sessions/store.ts'
import { passkeyAsking } from './passkey.ts'
import { type ActProof, provenTx } from './prove-act.ts'
import { putNewRecoveryCodes } from './replace-recovery-codes.ts'
import { deletePasskey, deleteTotp, factorsOf, selectPasskeys } from './store.ts'

/** A person's second factors, without secrets. */
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
    await audit(tx, personActor(session), 'second_factor.asked', { kind: 'passkey' })
    return options
  })
}

/**
 * Removes a second factor, but never the last one.
 * @param which the authenticator app, or a passkey by its id
 * @throws Refusal not_found; last_factor; those of provenTx
 */
export async function removeFactor(session: Session, { which, proof }: Removal, browser: Browser): Promise<void> {
  await provenTx(session, { act: { verb: 'factor.remove', content: { which } }, proof }, async (tx) => {
    const factor = which === 'totp' ? 'totp' : 'passkey'
    const change = changeBy(session, proof, browser, { kind: 'factor-removed', params: { factor } })
    await changeCredentials(tx, session, change, async () => {
      const gone = which === 'totp' ? await deleteTotp(tx, session.userId) : await deletePasskey(tx, session.userId, which.passkey)
      if (!gone) throw new Refusal('not_found')
      const left = await factorsOf(tx, session.userId)
      if (!left.totp && left.passkeys === 0) throw new Refusal('last_factor')
    })
    await audit(tx, personActor(session), 'second_factor.removed', { kind: factor })
  })
}

type Removal = { readonly which: 'totp' | { passkey: string }; readonly proof: ActProof }

/** Generates recovery codes, which are shown once; the earlier ones become void. @throws Refusal those of provenTx */
export async function renewRecoveryCodes(session: Session, proof: ActProof, browser: Browser): Promise<string[]> {
  return provenTx(session, { act: { verb: 'recovery_codes.renew', content: {} }, proof }, async (tx) => {
    const change = changeBy(session, proof, browser, { kind: 'recovery-renewed' })
    const { written: codes } = await changeCredentials(tx, session, change, () => putNewRecoveryCodes(tx, session.userId))
    await audit(tx, personActor(session), 'recovery_codes.renewed')
    return codes
  })
}

/** The change of a signed-in person: their session stays. If a recovery code proves it, a factor was lost, so all recovery codes and known browsers are void too. */
export function changeBy(session: Session, proof: ActProof | null, browser: Browser, notice: Change['notice']): Change {
  const change = { actor: personActor(session), keepSession: session.sessionId, notice }
  return proof?.kind === 'recovery' ? { ...change, recoveryCodes: 'all' } : { ...change, keepDevice: browser }
}
