import { personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { tokenHash } from '#server/platform/crypto.ts'
import { Refusal } from '#server/platform/errors.ts'
import { gateTx, personTx } from '#server/platform/tx.ts'
import { changeCredentials } from '../credentials/change-credentials.ts'
import { type ActProof, provenTx } from '../factors/prove-act.ts'
import type { Browser, SessionTokens } from '../sessions/browser.ts'
import type { Session } from '../sessions/session.ts'
import { startSession } from '../sessions/start-session.ts'
import { throttleForgive, throttleTry } from '../throttle/count-tries.ts'
import { findUser, updatePassword } from '../users/store.ts'
import { hashPassword, matchesPassword } from './hash.ts'
import { passwordProblem, standsAlone } from './password.ts'
import { personOfLink } from './statements.ts'
import { takeLink } from './store.ts'

/**
 * Sets a new password by the link of a mail. It voids every way into the account except the second factors and older recovery codes, and
 * signs in with the first factor only: a mailbox is not a second factor.
 * @throws Refusal link_expired; password_…
 */
export async function choosePassword(typed: { token: string; password: string }, browser: Browser): Promise<SessionTokens> {
  await throttleTry([{ limit: 'address', subject: browser.address }])
  const hash = tokenHash(typed.token)
  const user = await gateTx((tx) => personOfLink(tx, 'password', hash))
  if (!user) throw new Refusal('link_expired')
  const problem = await passwordProblem(typed.password, user)
  if (problem) throw new Refusal(problem)
  const stored = await hashPassword(typed.password)
  const given = await personTx(user.id, async (tx) => {
    if (!(await takeLink(tx, 'password', hash))) return null
    const change = {
      actor: { kind: 'person', userId: user.id, sessionId: 'link' },
      keepSession: null,
      recoveryCodes: 'new',
      notice: { kind: 'password-changed' },
    } as const
    const { ended } = await changeCredentials(tx, { ...user, userId: user.id }, change, () =>
      updatePassword(tx, user.id, stored, standsAlone(typed.password)),
    )
    const { sessionId, ...given } = await startSession(tx, {
      userId: user.id,
      method: 'link',
      factor: null,
      browser,
    })
    await audit(tx, { kind: 'person', userId: user.id, sessionId }, 'password.reset', { sessions_ended: ended, address: browser.address })
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
 * Sets a new password for a signed-in person, who gives the old one and proves the change by a second factor.
 * @throws Refusal wrong_credentials; too_many_tries; password_…; those of provenTx
 */
export async function changePassword(
  session: Session,
  typed: { current: string; password: string; proof: ActProof },
  browser: Browser,
): Promise<void> {
  // Counted apart from codes: a right password must not return a try of a code.
  const counted = [{ limit: 'code', subject: `password of ${session.userId}` }] as const
  await throttleTry(counted)
  const user = await personTx(session.userId, (tx) => findUser(tx, session.userId))
  if (!user || !(await matchesPassword(typed.current, user.passwordHash))) throw new Refusal('wrong_credentials')
  const problem = await passwordProblem(typed.password, user)
  if (problem) throw new Refusal(problem)
  const stored = await hashPassword(typed.password)
  const actor = personActor(session)
  const act = { verb: 'password.change', content: { password: typed.password } } as const
  await provenTx(session, { act, proof: typed.proof }, async (tx) => {
    const change = { actor, keepSession: session.sessionId, keepDevice: browser, notice: { kind: 'password-changed' } } as const
    const { ended } = await changeCredentials(tx, session, change, () => updatePassword(tx, user.id, stored, standsAlone(typed.password)))
    await audit(tx, actor, 'password.changed', { sessions_ended: ended })
  })
  await throttleForgive(counted)
}
