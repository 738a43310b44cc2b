import { audit } from '#server/platform/audit.ts'
import { tokenHash } from '#server/platform/crypto.ts'
import { Refusal } from '#server/platform/errors.ts'
import { wantMail } from '#server/platform/mail.ts'
import { gateTx, personTx } from '#server/platform/tx.ts'
import type { Browser, Given } from '../sessions/browser.ts'
import type { Session } from '../sessions/session.ts'
import { startSession } from '../sessions/start-session.ts'
import { deleteDevices, deleteOtherSessions } from '../sessions/store.ts'
import { throttleForgive, throttleTry } from '../throttle/count-tries.ts'
import { findUser, updatePassword } from '../users/store.ts'
import { hashPassword, matchesPassword } from './hash.ts'
import { passwordProblem, standsAlone } from './password.ts'
import { findLink, takeLink } from './store.ts'

/**
 * A new password by the link from the mail. It ends every session, forgets the browsers that the account knew, and signs in with
 * the first factor only: a mailbox is no second one.
 * @throws Refusal link_expired; password_…
 */
export async function choosePassword(typed: { token: string; password: string }, browser: Browser): Promise<Given> {
  await throttleTry([{ limit: 'address', subject: browser.address }])
  const hash = tokenHash(typed.token)
  const user = await gateTx(async (tx) => {
    const link = await findLink(tx, 'password', hash)
    return link && findUser(tx, link.userId)
  })
  if (!user) throw new Refusal('link_expired')
  const problem = await passwordProblem(typed.password, user)
  if (problem) throw new Refusal(problem)
  const stored = await hashPassword(typed.password)
  const given = await gateTx(async (tx) => {
    if (!(await takeLink(tx, 'password', hash))) return null
    await updatePassword(tx, user.id, stored, standsAlone(typed.password))
    await deleteDevices(tx, user.id)
    const ended = await deleteOtherSessions(tx, user.id, null)
    const { sessionId, ...given } = await startSession(tx, {
      userId: user.id,
      method: 'link',
      factor: null,
      sellerId: user.lastSellerId,
      browser,
    })
    await audit(tx, { kind: 'person', userId: user.id, sessionId }, 'password.reset', { sessions_ended: ended, address: browser.address })
    await wantMail(tx, { kind: 'password-changed', to: user.email, locale: user.locale, name: user.name, params: {} })
    return given
  })
  if (!given) throw new Refusal('link_expired')
  await throttleForgive([
    { limit: 'address', subject: browser.address },
    { limit: 'account', subject: user.email },
  ])
  return given
}

/**
 * A new password by a person who is signed in and knows the old one. Other sessions end where they say so.
 * @throws Refusal wrong_credentials; too_many_tries; password_…
 */
export async function changePassword(session: Session, typed: { current: string; password: string; endOthers: boolean }): Promise<void> {
  const counted = [{ limit: 'code', subject: String(session.userId) }] as const
  await throttleTry(counted)
  const user = await personTx(session.userId, (tx) => findUser(tx, session.userId))
  if (!user || !(await matchesPassword(typed.current, user.passwordHash))) throw new Refusal('wrong_credentials')
  const problem = await passwordProblem(typed.password, user)
  if (problem) throw new Refusal(problem)
  const stored = await hashPassword(typed.password)
  await personTx(user.id, async (tx) => {
    await updatePassword(tx, user.id, stored, standsAlone(typed.password))
    const ended = typed.endOthers ? await deleteOtherSessions(tx, user.id, session.sessionId) : 0
    await audit(tx, { kind: 'person', userId: user.id, sessionId: session.sessionId }, 'password.changed', { sessions_ended: ended })
    await wantMail(tx, { kind: 'password-changed', to: user.email, locale: user.locale, name: user.name, params: {} })
  })
  await throttleForgive(counted)
}
