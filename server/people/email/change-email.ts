import { personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import { Refusal } from '#server/platform/errors.ts'
import { wantMail } from '#server/platform/mail.ts'
import { gateTx, personTx } from '#server/platform/tx.ts'
import { paths } from '#server/platform/paths.ts'
import { changeCredentials, warn } from '../credentials/change-credentials.ts'
import { type ActProof, provenTx } from '../factors/prove-act.ts'
import { personOfLink } from '../passwords/statements.ts'
import { insertLink, takeLink } from '../passwords/store.ts'
import type { Browser } from '../sessions/browser.ts'
import { findSession } from '../sessions/find-session.ts'
import type { Session } from '../sessions/session.ts'
import { throttleForgive, throttleTry } from '../throttle/count-tries.ts'
import { noteProvenPerson } from '../users/statements.ts'
import { updateEmail } from '../users/store.ts'

/** A link to confirm an address works for a day, once. */
const linkHours = 24

/**
 * Requests a new address, or the confirmation of the present one: mails a link to it, and nothing changes before the link is used. The
 * present address is notified. Only the reader of the new address's mail learns whether it belongs to another sign-in.
 * @throws Refusal too_many_tries; those of provenTx
 */
export async function changeEmail(session: Session, { email, proof }: { email: string; proof: ActProof }): Promise<void> {
  const another = email !== session.email
  await throttleTry([{ limit: 'mail', subject: email }])
  const token = randomToken()
  await provenTx(session, { act: { verb: 'email.change', content: { email } }, proof }, async (tx) => {
    await insertLink(tx, 'email', { userId: session.userId, email }, tokenHash(token), linkHours)
    await audit(tx, personActor(session), 'email.asked', { another })
    await wantMail(tx, {
      kind: 'email-confirm',
      to: email,
      locale: session.locale,
      name: session.name,
      params: { hours: linkHours },
      link: { page: paths.confirmEmail(), token },
    })
    if (another) await warn(tx, session, 'email-asked', {})
  })
}

/**
 * Confirms an address by the link of the mail. The old address is notified; of the person's sessions only the one in this browser stays.
 * The first confirmed address ends all earlier sessions, factors and memberships, unless the person confirms it while signed in: the
 * reader of the mail may be another person.
 * @throws Refusal link_expired; email_in_use
 */
export async function confirmEmail(token: string, browser: Browser): Promise<void> {
  const counted = await throttleTry([{ limit: 'address', subject: browser.address }])
  const hash = tokenHash(token)
  const user = await gateTx((tx) => personOfLink(tx, 'email', hash))
  if (!user) throw new Refusal('link_expired')
  await throttleForgive(counted) // who holds a link did not guess it
  const session = await findSession(browser.sessionToken, { touch: false })
  await personTx(user.id, async (tx) => {
    const link = await takeLink(tx, 'email', hash)
    if (!link) throw new Refusal('link_expired')
    const actor = { kind: 'nobody' } as const
    const another = link.email !== user.email
    await audit(tx, actor, 'email.confirmed', { user: user.id, another })
    if (session?.userId === user.id) await noteProvenPerson(tx, user.id)
    // Of two people who confirm one address concurrently, one gets it.
    const write = async () => {
      if (!(await updateEmail(tx, user.id, link.email))) throw new Refusal('email_in_use')
    }
    if (!another) return write()
    const keepSession = session?.userId === user.id ? session.sessionId : null
    const change = { actor, keepSession, ...(keepSession && { keepDevice: browser }), notice: { kind: 'email-changed' } } as const
    await changeCredentials(tx, { ...user, userId: user.id }, change, write)
  })
}
