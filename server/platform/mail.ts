import { enqueue } from './outbox.ts'
import type { Locale } from './locale.ts'
import { seal, open } from './seal.ts'
import type { Tx } from './tx.ts'

/** A mail that a room wants sent: which one, to whom and in whose language. server/notices writes it. */
export type MailWanted = {
  /** Names the words: messages notices.<kind>. */
  readonly kind: string
  readonly to: string
  readonly locale: Locale
  /** How the reader is addressed; may be ''. */
  readonly name: string
  /** What the words mention. No account or document numbers, no secrets. */
  readonly params: Readonly<Record<string, string | number>>
  /** The page that the mail leads to, and a secret for it that works once. */
  readonly link?: { readonly page: string; readonly token?: string }
}

const place = 'mail/link'

/** Asks for a mail in the transaction that gives the reason for it: neither without the other. The link's secret waits sealed. */
export async function wantMail(tx: Tx, mail: MailWanted): Promise<void> {
  const { link, ...rest } = mail
  const sealed = link?.token === undefined ? null : seal(Buffer.from(link.token), place).toString('base64')
  await enqueue(tx, 'send-mail', { ...rest, page: link?.page ?? null, sealed })
}

/** The mail of a job's payload, its secret opened. */
export function mailOf(payload: Omit<MailWanted, 'link'> & { page: string | null; sealed: string | null }): MailWanted {
  const { page, sealed, ...mail } = payload
  if (page === null) return mail
  return { ...mail, link: sealed === null ? { page } : { page, token: open(Buffer.from(sealed, 'base64'), place).toString() } }
}
