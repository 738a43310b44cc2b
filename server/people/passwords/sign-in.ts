import { audit } from '#server/platform/audit.ts'
import { tokenHash } from '#server/platform/crypto.ts'
import { Refusal } from '#server/platform/errors.ts'
import { wantMail } from '#server/platform/mail.ts'
import { gateTx, personTx } from '#server/platform/tx.ts'
import { factorsOf } from '../factors/store.ts'
import type { Browser, SessionTokens } from '../sessions/browser.ts'
import { startSession } from '../sessions/start-session.ts'
import { throttleForgive, throttleTry } from '../throttle/count-tries.ts'
import { passwordTries } from '../throttle/sign-in-tries.ts'
import { isProvenNetwork } from '../throttle/statements.ts'
import { personAtGate } from '../users/statements.ts'
import { updatePassword, type User } from '../users/store.ts'
import { hashPassword, isCurrentHash, matchesPassword } from './hash.ts'
import { issueLink } from './password-link.ts'

/**
 * The first factor: e-mail and password. What an unknown address and a wrong password are answered is the same in words, status and
 * time: the same rows are read and a password is always verified.
 * @returns tokens for the browser; the second factor is still to come
 * @throws Refusal wrong_credentials; too_many_tries; link_sent where the password was right, but too short to open anything by
 *   itself and no second factor stands beside it yet: then a link to the address is the other factor
 */
export async function signIn(typed: { email: string; password: string }, browser: Browser): Promise<SessionTokens> {
  const { user, proven } = await gateTx(async (tx) => ({
    user: await personAtGate(tx, typed.email, tokenHash(browser.deviceToken ?? '')),
    proven: await isProvenNetwork(tx, typed.email, browser.address),
  }))
  const counted = await throttleTry(passwordTries(typed.email, { known: user?.known ?? false, proven }, browser))
  const right = await matchesPassword(typed.password, user?.passwordHash ?? null)
  if (!right || !user) {
    await gateTx((tx) => audit(tx, { kind: 'nobody' }, 'sign_in.refused', { user: user?.id ?? null, address: browser.address }))
    throw new Refusal('wrong_credentials')
  }
  await throttleForgive(counted)
  const stored = user.passwordHash !== null && !isCurrentHash(user.passwordHash) ? await hashPassword(typed.password) : null
  return admit(user, stored, browser)
}

/** @param stored the password's hash under the current secret, where the one that is kept is of another */
async function admit(user: User, stored: string | null, browser: Browser): Promise<SessionTokens> {
  const given = await personTx(user.id, async (tx) => {
    if (stored !== null) await updatePassword(tx, user.id, stored, user.passwordStandsAlone)
    const factors = await factorsOf(tx, user.id)
    if (!user.passwordStandsAlone && !factors.totp && factors.passkeys === 0) {
      await wantMail(tx, await issueLink(tx, user, 'finish'))
      await audit(tx, { kind: 'nobody' }, 'sign_in.link_sent', { user: user.id })
      return null
    }
    const { sessionId, ...given } = await startSession(tx, {
      userId: user.id,
      method: 'password',
      factor: null,
      browser,
    })
    await audit(tx, { kind: 'person', userId: user.id, sessionId }, 'sign_in.password', { address: browser.address })
    return given
  })
  if (!given) throw new Refusal('link_sent')
  return given
}
