import { expect, test } from 'vitest'
import { messagesOf } from '#server/messages/messages.ts'
import { locales } from '#server/platform/locale.ts'
import type { MailKind, MailWanted } from '#server/platform/mail.ts'
import { writeMail } from './written-mail.ts'

const house = { name: 'Harbour Funds', url: 'https://funds.example/' }
const token = 'T'.repeat(43)

const params: Record<MailKind, MailWanted['params']> = {
  invitation: { store: 'Lantern & Sons <Ltd>', days: 14 },
  'invitation-member': { store: 'Lantern', days: 14 },
  'invitation-staff': { days: 14 },
  'password-reset': { hours: 1 },
  'password-finish': { hours: 1 },
  'password-changed': {},
  'email-confirm': { hours: 24 },
  'email-asked': {},
  'email-changed': {},
  'factor-added': { factor: 'totp' },
  'factor-removed': { factor: 'passkey' },
  'recovery-renewed': {},
  'recovery-used': { left: 0 },
  'new-device': { agent: 'Mozilla <b>', address: '192.0.2.1' },
}
const kinds = Object.keys(params) as MailKind[]
const withLink = new Set<MailKind>([
  'invitation',
  'invitation-member',
  'invitation-staff',
  'password-reset',
  'password-finish',
  'email-confirm',
])

const mail = (kind: MailKind, locale: MailWanted['locale'], name = '陈美'): MailWanted => ({
  kind,
  to: 'mei@example.com',
  locale,
  name,
  params: params[kind],
  ...(withLink.has(kind) ? { link: { page: '/sign-in/invitation', token } } : {}),
})

test.each(locales)('every mail is written whole in %s', (locale) => {
  expect(Object.keys(messagesOf(locale).notices)).toEqual(expect.arrayContaining(kinds))
  for (const kind of kinds) {
    const written = writeMail(mail(kind, locale), house)
    // A missing sentence shows as its own key, a missing parameter as braces.
    for (const text of [written.subject, written.text]) expect(text, kind).not.toMatch(/notices\.|[{}]|undefined/)
    expect(written.subject, kind).not.toMatch(/[\r\n]/)
    expect(written.html).toContain(`<html lang="${locale}">`)
  }
})

test('a warning leads nowhere; what was asked for leads to its page with the secret behind the #', () => {
  for (const kind of kinds) {
    const { text, html } = writeMail(mail(kind, 'en'), house)
    expect(/https?:/.test(text), kind).toBe(withLink.has(kind))
    expect(/href/.test(html), kind).toBe(withLink.has(kind))
    if (withLink.has(kind)) expect(text).toContain(`https://funds.example/sign-in/invitation#${token}`)
  }
})

test('names and browsers are text in the HTML, whatever they hold', () => {
  const { html } = writeMail({ ...mail('new-device', 'en'), name: '<img src=x onerror=alert(1)>' }, house)
  expect(html).not.toMatch(/<img|<b>/)
  expect(html).toContain('Mozilla &lt;b&gt;')
  expect(writeMail(mail('invitation', 'en'), house).html).toContain('Lantern &amp; Sons &lt;Ltd&gt;')
})

test('a person without a name is greeted too', () => {
  expect(writeMail(mail('invitation', 'en', ''), house).text).toMatch(/^Hello,\n/)
  expect(writeMail(mail('invitation', 'zh-TW', '陳美'), house).text).toMatch(/^陳美，你好：/)
})
