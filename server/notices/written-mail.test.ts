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
  'password-undone': { hours: 1 },
  'password-changed': {},
  'email-confirm': { hours: 24 },
  'email-asked': {},
  'email-changed': {},
  'email-taken-back': {},
  'factor-added': { factor: 'totp' },
  'factor-removed': { factor: 'passkey' },
  'recovery-renewed': {},
  'recovery-used': { left: 0 },
  'new-device': { agent: 'Mozilla <b>', address: '192.0.2.1' },
  'identity-connected': {},
  'identity-removed': {},
  'member-invited': { store: 'Lantern' },
  'member-removed': { store: 'Lantern' },
  'member-role': { store: 'Lantern', role: 'finance' },
  'owner-replaced': { store: 'Lantern' },
}
const kinds = Object.keys(params) as MailKind[]
const withLink = new Set<MailKind>([
  'invitation',
  'invitation-member',
  'invitation-staff',
  'password-reset',
  'password-finish',
  'password-undone',
  'email-confirm',
])
/** Warnings, whose link undoes what they warn of. */
const undoes = new Set<MailKind>([
  'password-changed',
  'email-asked',
  'email-changed',
  'factor-added',
  'factor-removed',
  'recovery-renewed',
  'recovery-used',
  'new-device',
  'identity-connected',
  'identity-removed',
  'member-invited',
])
const pageOf = (kind: MailKind) => (undoes.has(kind) ? '/sign-in/undo' : withLink.has(kind) ? '/sign-in/invitation' : null)

const mail = (kind: MailKind, locale: MailWanted['locale'], name = '陈美'): MailWanted => ({
  kind,
  to: 'mei@example.com',
  locale,
  name,
  params: params[kind],
  ...linkOf(kind),
})

function linkOf(kind: MailKind): { link?: { page: string; token: string } } {
  const page = pageOf(kind)
  return page ? { link: { page, token } } : {}
}

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

test('a name in a mail is one short line that no mail program makes a link of', () => {
  const bait = 'Your account is locked: https://evil.example/unlock \u202Ewww.evil.example\u202C\r\nBcc: x' + '!'.repeat(200)
  for (const kind of ['invitation', 'invitation-member'] as const) {
    const written = writeMail({ ...mail(kind, 'en', bait), params: { store: bait, days: 14 } }, house)
    expect(written.subject.length).toBeLessThan(130)
    for (const text of [written.subject, written.text.replaceAll(/https:\/\/funds\.example\S*/g, '')])
      expect(text, kind).not.toMatch(/evil\.|:\/\/|[\u202A-\u202E\u2066-\u2069]|Bcc: x!{61}/)
    expect(written.subject).not.toMatch(/[\r\n]/)
  }
})

test('a warning leads only to where it is undone; what was asked for leads to its page; the secret stands behind the #', () => {
  for (const kind of kinds) {
    const { text, html } = writeMail(mail(kind, 'en'), house)
    const page = pageOf(kind)
    expect(/https?:/.test(text), kind).toBe(page !== null)
    expect(/href/.test(html), kind).toBe(page !== null)
    if (page) expect(text).toContain(`https://funds.example${page}#${token}`)
    expect(text.includes('This wasn’t me'), kind).toBe(undoes.has(kind))
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
