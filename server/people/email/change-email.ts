import { audit } from '#server/platform/audit.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import { Refusal } from '#server/platform/errors.ts'
import { wantMail } from '#server/platform/mail.ts'
import { gateTx } from '#server/platform/tx.ts'
import { insertLink, takeLink } from '../passwords/store.ts'
import { isFresh, type Session } from '../sessions/session.ts'
import type { Browser } from '../sessions/browser.ts'
import { throttleTry } from '../throttle/count-tries.ts'
import { findUser, isEmailTaken, updateEmail } from '../users/store.ts'

/** A link to confirm an address works for a day, once. */
const linkHours = 24

/**
 * Asks for a new address, or for the present one to be confirmed: a link goes to it, and nothing changes before it is used. Whether
 * the address has a sign-in of somebody else shows only to whoever reads its mail.
 * @throws Refusal second_factor_stale; too_many_tries
 */
export async function changeEmail(session: Session, email: string): Promise<void> {
  const another = email !== session.email
  if (!isFresh(session)) throw new Refusal('second_factor_stale')
  await throttleTry([{ limit: 'mail', subject: email }])
  const token = randomToken()
  await gateTx(async (tx) => {
    await insertLink(tx, 'email', { userId: session.userId, email }, tokenHash(token), linkHours)
    await audit(tx, { kind: 'person', userId: session.userId, sessionId: session.sessionId }, 'email.asked', { another })
    await wantMail(tx, {
      kind: 'email-confirm',
      to: email,
      locale: session.locale,
      name: session.name,
      params: { hours: linkHours },
      link: { page: '/sign-in/email', token },
    })
    if (another)
      await wantMail(tx, {
        kind: 'email-asked',
        to: session.email,
        locale: session.locale,
        name: session.name,
        params: {},
      })
  })
}

/**
 * The link of the mail was used: the address is confirmed, and the person's from now on. The old address is told.
 * @throws Refusal link_expired; email_in_use
 */
export async function confirmEmail(token: string, browser: Browser): Promise<void> {
  await throttleTry([{ limit: 'address', subject: browser.address }])
  await gateTx(async (tx) => {
    const link = await takeLink(tx, 'email', tokenHash(token))
    const user = link && (await findUser(tx, link.userId))
    if (!link || !user) throw new Refusal('link_expired')
    const another = link.email !== user.email
    if (another && (await isEmailTaken(tx, link.email))) throw new Refusal('email_in_use')
    await updateEmail(tx, user.id, link.email)
    await audit(tx, { kind: 'nobody' }, 'email.confirmed', { user: user.id, another })
    if (another) await wantMail(tx, { kind: 'email-changed', to: user.email, locale: user.locale, name: user.name, params: {} })
  })
}
