import type { Locale } from './locale.ts'
import { enqueue } from './outbox.ts'
import { openedJob, type SealedJob, sealedJob } from './sealed-job.ts'
import type { Tx } from './tx.ts'

/**
 * The kinds of mail by the room that sends them; the words of each are the messages notices.<kind>. A room declares its own in its
 * mails.ts and adds a line by `declare module '#server/platform/mail.ts'`.
 */
export interface MailKinds {}

export type MailKind = MailKinds[keyof MailKinds]

/** A mail that a room wants sent: which one, to whom and in whose language. server/notices writes it. */
export type MailWanted = {
  readonly kind: MailKind
  readonly to: string
  readonly locale: Locale
  /** How the reader is addressed; may be ''. */
  readonly name: string
  /** What the words mention. No account or document numbers, no secrets. */
  readonly params: Readonly<Record<string, string | number>>
  /**
   * The page that the mail leads to, and the secret for it that works once. A warning's link undoes what it warns of and asks for
   * nothing: it never leads to a sign-in, so that one which does is known for a fraud.
   */
  readonly link?: { readonly page: string; readonly token: string }
}

/** The job's payload: an id of the mail's own, by which it is written once, and the mail sealed; `key` names the key. */
export type MailJob = SealedJob

/** Asks for a mail in the transaction that gives the reason for it: neither without the other. */
export async function wantMail(tx: Tx, mail: MailWanted): Promise<void> {
  await enqueue(tx, 'mail.send', sealedJob('mail.send', mail))
}

/** The mail of a job's payload, opened. */
export function mailOf(job: MailJob): MailWanted {
  return openedJob('mail.send', job) as MailWanted
}
