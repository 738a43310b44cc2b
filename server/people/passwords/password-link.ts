import { audit } from '#server/platform/audit.ts'
import { randomToken, tokenHash } from '#server/platform/crypto.ts'
import { type MailWanted, wantMail } from '#server/platform/mail.ts'
import { enqueue } from '#server/platform/outbox.ts'
import { sealedJob } from '#server/platform/sealed-job.ts'
import { batchTx, gateTx, type Tx } from '#server/platform/tx.ts'
import { paths } from '#server/platform/paths.ts'
import type { Browser } from '../sessions/browser.ts'
import { throttleTry } from '../throttle/count-tries.ts'
import { type Addressee, insertPasswordLink } from './statements.ts'
import { insertLink } from './store.ts'

/** A link to choose a password works for an hour, once. */
const linkHours = 1

const job = 'password.send-link'

/**
 * Makes a person's link to choose a password, and the mail that carries it.
 * @param why `finish`: the password was right, but too short to be the only factor; `undone`: a change was undone
 */
export async function issueLink(tx: Tx, user: Addressee, why: 'finish' | 'undone'): Promise<MailWanted> {
  const token = randomToken()
  await insertLink(tx, 'password', { userId: user.id, email: user.email }, tokenHash(token), linkHours)
  return mailOfLink(user, why, token)
}

function mailOfLink(user: Addressee, why: 'reset' | 'finish' | 'undone', token: string): MailWanted {
  return {
    kind: `password-${why}`,
    to: user.email,
    locale: user.locale,
    name: user.name,
    params: { hours: linkHours },
    link: { page: paths.newPassword(), token },
  }
}

/**
 * Requests a link to choose a password. A job later checks whether the address is known: here known and unknown ones take the same
 * steps, so neither the answer nor its time reveals it.
 * @throws Refusal too_many_tries
 */
export async function askPasswordLink(email: string, browser: Browser): Promise<void> {
  await throttleTry([
    { limit: 'mail', subject: email },
    { limit: 'address', subject: browser.address },
  ])
  await gateTx(async (tx) => {
    await enqueue(tx, job, sealedJob(job, { email }))
    await audit(tx, { kind: 'nobody' }, 'password_link.asked', { address: browser.address })
  })
}

/** The job of `askPasswordLink`: mails the link if a person has this address. */
export async function sendPasswordLink(email: string): Promise<void> {
  await batchTx(
    async (tx) => {
      const token = randomToken()
      const user = await insertPasswordLink(tx, email, tokenHash(token), linkHours)
      if (!user) return
      await wantMail(tx, mailOfLink(user, 'reset', token))
      await audit(tx, { kind: 'job', name: job }, 'password_link.sent', { user: user.id })
    },
    { job },
  )
}
