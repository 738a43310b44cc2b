import { env } from '#server/platform/env.ts'
import { log } from '#server/platform/log.ts'
import { type MailJob, mailOf } from '#server/platform/mail.ts'
import { seal } from '#server/platform/seal.ts'
import { bodyPlace, letterPlace } from '#server/platform/sealed-places.ts'
import { batchTx } from '#server/platform/tx.ts'
import { canSend, deliver } from './gateway.ts'
import { deleteOld, insertMail, type Letter, updateSent } from './store.ts'
import { writeMail, type Written } from './written-mail.ts'

/**
 * The job behind wantMail: writes the mail in the reader's language, keeps it, and hands it to the SMTP server where there is one.
 * Without one it stays in the outbox, which the demo shows. A crash between sending and noting it sends it twice, under one
 * Message-ID.
 * @throws Error when the server did not accept it; the queue tries again
 */
export async function sendMail(job: MailJob): Promise<void> {
  const { PORTAL_NAME: name, PORTAL_URL: url } = env()
  const mail = mailOf(job)
  const written = writeMail(mail, { name, url })
  const body = seal(
    Buffer.from(JSON.stringify({ text: written.text, html: written.html } satisfies Omit<Written, 'subject'>)),
    bodyPlace(job.id),
  )
  const { id } = job
  const { kind, locale } = mail
  const letter = seal(Buffer.from(JSON.stringify({ to: mail.to, subject: written.subject } satisfies Letter)), letterPlace(id))
  const { sent } = await batchTx((tx) => insertMail(tx, { id, kind, locale, letter, body }))
  if (sent) return
  if (!canSend()) {
    if (env().PORTAL_DEMO === 'off') log.warn({ mail: id, kind }, 'SMTP_URL is not configured: the mail stays in the outbox')
    return
  }
  await deliver(id, mail.to, written)
  await batchTx((tx) => updateSent(tx, id))
}

/** The job that forgets old mails. */
export async function forgetMails(): Promise<number> {
  return batchTx(deleteOld)
}
