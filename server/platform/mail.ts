import { randomUUID } from 'node:crypto'
import type { Locale } from './locale.ts'
import { enqueue } from './outbox.ts'
import { open, seal } from './seal.ts'
import type { Tx } from './tx.ts'

/** The mails that there are; their words are the messages notices.<kind>. */
export type MailKind =
  | 'invitation'
  | 'invitation-member'
  | 'invitation-staff'
  | 'password-reset'
  | 'password-finish'
  | 'password-changed'
  | 'email-confirm'
  | 'email-asked'
  | 'email-changed'
  | 'factor-added'
  | 'factor-removed'
  | 'recovery-renewed'
  | 'recovery-used'
  | 'new-device'

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
   * The page that the mail leads to, and the secret for it that works once. Only mails that somebody asked for, or that invite,
   * have one: a warning never leads to a sign-in, so that one which does is known for a fraud.
   */
  readonly link?: { readonly page: string; readonly token: string }
}

/** The job's payload: the mail with an id of its own, by which it is written once, and its secret sealed. */
export type MailJob = Omit<MailWanted, 'link'> & { id: string; page: string | null; sealed: string | null }

const place = (id: string) => `mail/${id}/token`

/** Asks for a mail in the transaction that gives the reason for it: neither without the other. */
export async function wantMail(tx: Tx, { link, ...mail }: MailWanted): Promise<void> {
  const id = randomUUID()
  const sealed = link ? seal(Buffer.from(link.token), place(id)).toString('base64') : null
  await enqueue(tx, 'mail.send', { ...mail, id, page: link?.page ?? null, sealed })
}

/** The mail of a job's payload, its secret opened. */
export function mailOf({ id, page, sealed, ...mail }: MailJob): MailWanted {
  if (page === null || sealed === null) return mail
  return { ...mail, link: { page, token: open(Buffer.from(sealed, 'base64'), place(id)).toString() } }
}
