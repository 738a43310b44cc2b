import { audit } from '#server/platform/audit.ts'
import { tokenHash } from '#server/platform/crypto.ts'
import { Refusal } from '#server/platform/errors.ts'
import { wantMail } from '#server/platform/mail.ts'
import { gateTx } from '#server/platform/tx.ts'
import { factorsOf } from '../factors/store.ts'
import type { Browser, Given } from '../sessions/browser.ts'
import { startSession } from '../sessions/start-session.ts'
import { touchDevice } from '../sessions/store.ts'
import { throttleForgive, throttleTry } from '../throttle/count-tries.ts'
import type { Counted } from '../throttle/throttle.ts'
import { findUserByEmail, type User } from '../users/store.ts'
import { matchesPassword } from './hash.ts'
import { issueLink } from './password-link.ts'

/**
 * The first factor: e-mail and password. What an unknown address and a wrong password are answered is the same in words, status and
 * time: the same rows are read and a password is always verified.
 * @returns tokens for the browser; the second factor is still to come
 * @throws Refusal wrong_credentials; too_many_tries; link_sent where the password was right, but too short to open anything by
 *   itself and no second factor stands beside it yet: then a link to the address is the other factor
 */
export async function signIn(typed: { email: string; password: string }, browser: Browser): Promise<Given> {
  const { user, known } = await gateTx(async (tx) => {
    const user = await findUserByEmail(tx, typed.email)
    const known = await touchDevice(tx, user?.id ?? 0, tokenHash(browser.deviceToken ?? ''))
    return { user, known: known && user !== null }
  })
  const counted = countedFor(typed.email, known, browser)
  await throttleTry(counted)
  const right = await matchesPassword(typed.password, user?.passwordHash ?? null)
  if (!right || !user) {
    await gateTx((tx) => audit(tx, { kind: 'nobody' }, 'sign_in.refused', { user: user?.id ?? null, address: browser.address }))
    throw new Refusal('wrong_credentials')
  }
  await throttleForgive(counted)
  return admit(user, browser)
}

function countedFor(email: string, known: boolean, browser: Browser): Counted[] {
  if (known) return [{ limit: 'device', subject: browser.deviceToken ?? '' }]
  return [
    { limit: 'account', subject: email },
    { limit: 'address', subject: browser.address },
    { limit: 'portal', subject: '' },
  ]
}

async function admit(user: User, browser: Browser): Promise<Given> {
  const given = await gateTx(async (tx) => {
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
      sellerId: user.lastSellerId,
      browser,
    })
    await audit(tx, { kind: 'person', userId: user.id, sessionId }, 'sign_in.password', { address: browser.address })
    return given
  })
  if (!given) throw new Refusal('link_sent')
  return given
}
