import { createTranslator } from 'next-intl'
import { messagesOf } from '#server/messages/messages.ts'
import { plainWords } from '#server/platform/clean-text.ts'
import type { MailWanted } from '#server/platform/mail.ts'
import { paths } from '#server/platform/paths.ts'

/** A mail as it is sent. */
export type Written = { subject: string; text: string; html: string }

/** Where a warning leads: to the page that undoes what it warns of. */
const undoPage = paths.undoChange()

type Sentence = (key: string, params?: Record<string, string | number>) => string

/**
 * Writes a mail in the reader's language, as plain text and as simple HTML with the same words.
 * @param house the portal's address, and its name where it has one of its own
 */
export function writeMail(mail: MailWanted, house: { name: string | undefined; url: string }): Written {
  const { locale, kind, link } = mail
  const messages = messagesOf(locale)
  const portal = house.name ?? messages.shell.product
  const say = createTranslator({ locale, messages, namespace: 'notices' }) as unknown as Sentence
  const params = { ...plain(mail.params), portal }
  // The secret stands behind the #: browsers keep that part to themselves, so no log and no referrer has it.
  const url = link && `${house.url.replace(/\/$/, '')}${link.page}#${link.token}`
  const greeting = mail.name ? say('greeting', { name: plainWords(mail.name, longestWords) }) : say('greetingNobody')
  const paragraphs = say(`${kind}.text`, params).split('\n')
  const isWarning = link?.page === undoPage
  const action = url ? say(isWarning ? 'undoAction' : `${kind}.action`, params) : ''
  const footer = [say(isWarning ? 'undoHint' : url ? 'linkHint' : 'warningHint'), say('footer', { portal })]
  return {
    subject: say(`${kind}.subject`, params),
    text: [greeting, ...paragraphs, ...(url ? [`${action}\n${url}`] : []), ...footer].join('\n\n'),
    html: page(locale, [
      paragraph(greeting),
      ...paragraphs.map((text) => paragraph(text)),
      ...(url ? [`<p style="margin:24px 0"><a href="${escaped(url)}" style="${button}">${escaped(action)}</a></p>`] : []),
      ...footer.map((text) => paragraph(text, 'color:#66686e;font-size:13px')),
    ]),
  }
}

/** Names in a mail are other people's words, and the mail comes from us. */
const longestWords = 60

function plain(params: MailWanted['params']): Record<string, string | number> {
  const entries = Object.entries(params).map(
    ([key, value]) => [key, typeof value === 'string' ? plainWords(value, longestWords) : value] as const,
  )
  return Object.fromEntries(entries)
}

const button =
  'display:inline-block;padding:10px 18px;border-radius:6px;background:#2743c9;color:#ffffff;text-decoration:none;font-weight:600'

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')

const paragraph = (text: string, style = '') => `<p style="margin:0 0 14px;${style}">${escaped(text)}</p>`

const page = (locale: string, parts: readonly string[]) =>
  `<!doctype html><html lang="${locale}"><body style="margin:0;padding:24px;background:#fbfaf7;color:#1b1c1f;font:15px/1.6 system-ui,'PingFang SC','Microsoft YaHei',sans-serif"><div style="max-width:520px;margin:0 auto">${parts.join('')}</div></body></html>`
