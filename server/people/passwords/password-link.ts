import { audit } from '#server/platform/audit.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import { type MailWanted, wantMail } from '#server/platform/mail.ts'
import { enqueue } from '#server/platform/outbox.ts'
import { batchTx, gateTx, type Tx } from '#server/platform/tx.ts'
import type { Browser } from '../sessions/browser.ts'
import { throttleTry } from '../throttle/count-tries.ts'
import { findAddressee } from '../users/store.ts'
import { insertLink } from './store.ts'

/** A link to choose a password works for an hour, once. */
const linkHours = 1

/**
 * Makes a link to choose a password and the mail that carries it.
 * @param why `reset`: somebody asked; `finish`: the password was right but may not stand alone
 */
export async function issueLink(
  tx: Tx,
  user: { id: number; email: string; name: string; locale: MailWanted['locale'] },
  why: 'reset' | 'finish',
): Promise<MailWanted> {
  const token = randomToken()
  await insertLink(tx, 'password', { userId: user.id, email: user.email }, tokenHash(token), linkHours)
  return {
    kind: `password-${why}`,
    to: user.email,
    locale: user.locale,
    name: user.name,
    params: { hours: linkHours },
    link: { page: '/sign-in/password', token },
  }
}

/**
 * Somebody forgot a password. Whether the address is known decides a job later on: here known and unknown ones take the same
 * steps, so neither the answer nor its time tells them apart.
 * @throws Refusal too_many_tries
 */
export async function askPasswordLink(email: string, browser: Browser): Promise<void> {
  await throttleTry([
    { limit: 'mail', subject: email },
    { limit: 'address', subject: browser.address },
  ])
  await gateTx(async (tx) => {
    await enqueue(tx, 'password.send-link', { email })
    await audit(tx, { kind: 'nobody' }, 'password_link.asked', { address: browser.address })
  })
}

/** The job behind it: sends the link if somebody has that address. */
export async function sendPasswordLink(email: string): Promise<void> {
  await batchTx(async (tx) => {
    const user = await findAddressee(tx, email)
    if (!user) return
    await wantMail(tx, await issueLink(tx, user, 'reset'))
    await audit(tx, { kind: 'job', name: 'password.send-link' }, 'password_link.sent', { user: user.id })
  })
}
