import { createTransport, type Transporter } from 'nodemailer'
import { env } from '#server/platform/env.ts'
import type { Written } from './written-mail.ts'

let transport: Transporter | undefined

/** Whether mail leaves the house at all: SMTP_URL is configured. */
export function canSend(): boolean {
  return Boolean(env().SMTP_URL)
}

/**
 * Hands a mail to the SMTP server.
 * @param id the mail's own; the same one again has the same Message-ID, by which mailboxes know a duplicate
 * @throws Error when it was not accepted
 */
export async function deliver(id: string, to: string, mail: Written): Promise<void> {
  const { SMTP_URL: url = '', MAIL_FROM: from, PORTAL_URL: portal, PORTAL_NAME: name = '' } = env()
  transport ??= createTransport(url)
  await transport.sendMail({
    from: from.includes('<') ? from : { name, address: from },
    to: { name: '', address: to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${id}@${new URL(portal).hostname}>`,
    // No vacation replies and no mail loops (RFC 3834).
    headers: { 'auto-submitted': 'auto-generated' },
  })
}
