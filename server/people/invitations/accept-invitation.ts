import { audit } from '#server/platform/audit.ts'
import { tokenHash } from '#server/platform/crypto.ts'
import { Refusal } from '#server/platform/errors.ts'
import type { Locale } from '#server/platform/locale.ts'
import { gateTx, type Tx } from '#server/platform/tx.ts'
import { hashPassword } from '../passwords/hash.ts'
import { passwordProblem, standsAlone } from '../passwords/password.ts'
import type { Browser, Given } from '../sessions/browser.ts'
import type { Session } from '../sessions/session.ts'
import { startSession } from '../sessions/start-session.ts'
import { updateChosenStore } from '../sessions/store.ts'
import { throttleTry } from '../throttle/count-tries.ts'
import { insertMember, insertUser, isEmailTaken, putStaff, updateLastStore, updatePassword } from '../users/store.ts'
import { findInvitation, type Invitation, storeName, takeInvitation, updateAccepted } from './store.ts'

export type Acceptance = { token: string; name: string; password: string; locale: Locale }

/**
 * A new person takes an invitation up: their address is proven by the link, and they are signed in with the first factor. The
 * second one comes next, and nothing opens before it.
 * @throws Refusal link_expired; password_…; email_in_use where the address has a sign-in already, which then takes the invitation
 *   up itself (joinStore)
 */
export async function acceptInvitation(typed: Acceptance, browser: Browser): Promise<Given> {
  await throttleTry([{ limit: 'address', subject: browser.address }])
  const hash = tokenHash(typed.token)
  const { invitation, taken, store } = await gateTx(async (tx) => {
    const invitation = await findInvitation(tx, hash)
    return {
      invitation,
      taken: invitation !== null && (await isEmailTaken(tx, invitation.email)),
      store: invitation && 'sellerId' in invitation.into ? await storeName(tx, invitation.into.sellerId) : '',
    }
  })
  if (!invitation?.live) throw new Refusal('link_expired')
  if (taken) throw new Refusal('email_in_use')
  const problem = await passwordProblem(typed.password, { email: invitation.email, name: typed.name, words: store.split(/\s+/) })
  if (problem) throw new Refusal(problem)
  const stored = await hashPassword(typed.password)
  return gateTx(async (tx) => {
    const taken = await takeInvitation(tx, hash)
    if (!taken) throw new Refusal('link_expired')
    const userId = await insertUser(tx, { email: taken.email, emailConfirmed: true, name: typed.name, locale: typed.locale })
    await updatePassword(tx, userId, stored, standsAlone(typed.password))
    const sellerId = await enter(tx, taken, userId)
    const { sessionId, ...given } = await startSession(tx, { userId, method: 'link', factor: null, sellerId, browser })
    await audit(tx, { kind: 'person', userId, sessionId }, 'invitation.accepted', { id: taken.id, address: browser.address }, sellerId)
    return given
  })
}

/**
 * Somebody who has a sign-in already takes an invitation to their own address up.
 * @throws Refusal link_expired; not_allowed for another person's invitation; second_factor_needed
 */
export async function joinStore(session: Session, token: string): Promise<void> {
  if (!session.secondFactor) throw new Refusal('second_factor_needed')
  await gateTx(async (tx) => {
    const invitation = await takeInvitation(tx, tokenHash(token))
    if (!invitation) throw new Refusal('link_expired')
    if (invitation.email !== session.email) throw new Refusal('not_allowed')
    const sellerId = await enter(tx, invitation, session.userId)
    if (sellerId !== null) {
      await updateChosenStore(tx, session.sessionId, sellerId)
      await updateLastStore(tx, session.userId, sellerId)
    }
    await audit(
      tx,
      { kind: 'person', userId: session.userId, sessionId: session.sessionId },
      'invitation.accepted',
      { id: invitation.id },
      sellerId,
    )
  })
}

/** Gives what the invitation promised; the store's id, or null for staff. */
async function enter(tx: Tx, { id, into }: Invitation, userId: number): Promise<number | null> {
  await updateAccepted(tx, id, userId)
  if ('staffRoles' in into) {
    await putStaff(tx, userId, into.staffRoles)
    return null
  }
  await insertMember(tx, into.sellerId, userId, into.role)
  return into.sellerId
}
