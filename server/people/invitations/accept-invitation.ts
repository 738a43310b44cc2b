import { audit } from '#server/platform/audit.ts'
import { tokenHash } from '#server/platform/crypto.ts'
import { Refusal } from '#server/platform/errors.ts'
import type { Locale } from '#server/platform/locale.ts'
import { gateTx, personTx } from '#server/platform/tx.ts'
import { hashPassword } from '../passwords/hash.ts'
import { passwordProblem, standsAlone } from '../passwords/password.ts'
import type { Browser, SessionTokens } from '../sessions/browser.ts'
import type { Session } from '../sessions/session.ts'
import { startSession } from '../sessions/start-session.ts'
import { refusingOwnerAndStaff } from '../staff/owner-and-staff.ts'
import { throttleForgive, throttleTry } from '../throttle/count-tries.ts'
import { acceptByToken, findInvitation, joinByToken } from './statements.ts'

export type Acceptance = { token: string; name: string; password: string; locale: Locale }

/**
 * A new person accepts an invitation: the link proves their address, and they are signed in with the first factor. They have access
 * only after the second one.
 * @throws Refusal link_expired; password_…; email_in_use where the address already has a sign-in, which must
 *   accept the invitation by joinStore
 */
export async function acceptInvitation(typed: Acceptance, browser: Browser): Promise<SessionTokens> {
  const counted = await throttleTry([{ limit: 'address', subject: browser.address }])
  const hash = tokenHash(typed.token)
  const invitation = await gateTx((tx) => findInvitation(tx, hash))
  if (!invitation?.live) throw new Refusal('link_expired')
  await throttleForgive(counted) // who holds a link did not guess it
  if (invitation.taken) throw new Refusal('email_in_use')
  const problem = await passwordProblem(typed.password, {
    email: invitation.email,
    name: typed.name,
    words: (invitation.store ?? '').split(/\s+/),
  })
  if (problem) throw new Refusal(problem)
  const stored = await hashPassword(typed.password)
  const entered = await gateTx(async (tx) => {
    const entered = await acceptByToken(tx, hash, {
      name: typed.name,
      passwordHash: stored,
      standsAlone: standsAlone(typed.password),
      locale: typed.locale,
    })
    if (!entered) throw new Refusal('link_expired')
    if (entered === 'taken') throw new Refusal('email_in_use')
    const { id, userId, sellerId } = entered
    await audit(tx, { kind: 'person', userId, sessionId: null }, 'invitation.accepted', { id, address: browser.address }, sellerId)
    return entered
  })
  const { userId } = entered
  return personTx(userId, async (tx) => {
    const { sessionId, ...given } = await startSession(tx, { userId, method: 'link', factor: null, browser })
    await audit(tx, { kind: 'person', userId, sessionId }, 'sign_in.invitation', { address: browser.address })
    return given
  })
}

/**
 * A person who already has a sign-in accepts an invitation to their own address.
 * @throws Refusal link_expired; not_allowed for another person's invitation; second_factor_needed; owner_and_staff
 */
export async function joinStore(session: Session, token: string): Promise<void> {
  if (!session.secondFactor) throw new Refusal('second_factor_needed')
  const { userId, sessionId } = session
  await refusingOwnerAndStaff(() =>
    personTx(userId, async (tx) => {
      const entered = await joinByToken(tx, tokenHash(token))
      if (!entered) throw new Refusal('link_expired')
      if (entered === 'another') throw new Refusal('not_allowed')
      await audit(tx, { kind: 'person', userId, sessionId }, 'invitation.accepted', { id: entered.id }, entered.sellerId)
    }),
  )
}
