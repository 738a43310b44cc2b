import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import type { Locale } from '#server/platform/locale.ts'
import { paths } from '#server/platform/paths.ts'
import { overview, post } from './demo.ts'

// A new seller, from the marketplace's event to the overview of a store that isn't open yet.

export const password = 'nine quiet rivers'

export type Newcomer = { email: string; secret: string; codes: string[] }

/** The newcomer's name, and below the store's, in the newcomer's language. */
const names = { 'zh-CN': '陈玫', 'zh-TW': '陳玫', en: 'Mei Chen' } as const
const stores = { 'zh-CN': '灯笼屋', 'zh-TW': '燈籠屋', en: 'Lantern House' } as const

/** Posts the event of a new seller with this e-mail address, as the demo's marketplace does. */
async function announce(email: string, locale: Locale): Promise<void> {
  await post(`e2e-${randomUUID()}`, { type: 'seller.upserted', data: { name: stores[locale], region: 'CN', email, locale } })
}

/** Waits for a mail to `email` in the demo's outbox, and gives the address of the newest one's link. */
export async function linkTo(page: Page, email: string, subject: RegExp): Promise<string> {
  const mail = page.locator(`[data-mail="${email}"]`).filter({ hasText: subject }).first()
  await expect(async () => {
    await page.goto(paths.outbox())
    await expect(mail).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 30_000 })
  return (await mail.getByRole('link').getAttribute('href')) ?? ''
}

/** A code of the authenticator app, `ahead` steps of 30 seconds from now, because each is accepted once. */
export const codeOf = (secret: string, ahead = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 30_000 })

/** Gives a page's browser a virtual authenticator that makes and uses passkeys without a prompt. */
export async function passkeysOf(page: Page): Promise<void> {
  const device = await page.context().newCDPSession(page)
  await device.send('WebAuthn.enable')
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

type Sentences = { [key: string]: string | Sentences }

/** The message at a dotted key of people.json in a language. @throws Error if there is none */
export function said(locale: Locale, key: string): string {
  const room = JSON.parse(readFileSync(`server/messages/${locale}/people.json`, 'utf8')) as Sentences
  const found = key.split('.').reduce<string | Sentences | undefined>((at, part) => (typeof at === 'object' ? at[part] : undefined), room)
  if (typeof found !== 'string') throw new Error(`no sentence ${key}`)
  return found
}

/**
 * Has a new seller invited, and follows the invitation up to the overview with a password and an authenticator app.
 * @param look is called on the pages on the way, with their names
 * @returns the newcomer's e-mail address, the app's secret and the recovery codes
 */
export async function settle(
  page: Page,
  locale: Locale = 'en',
  look: (name: NewcomersPage) => Promise<void> = async () => {},
): Promise<Newcomer> {
  const email = `${randomUUID()}@lantern.example`
  await announce(email, locale)
  const press = (key: string) => page.getByRole('button', { name: said(locale, key), exact: true }).click()
  const word = page.getByLabel(said(locale, 'password'), { exact: true })
  await page.goto(await linkTo(page, email, new RegExp(stores[locale])))
  await expect(page.getByText(said(locale, 'invitation.store').replace('<store></store>', stores[locale]))).toBeVisible()
  await page.getByLabel(said(locale, 'name')).fill(names[locale])
  await word.fill('password1')
  await press('invitation.submit')
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
  await look('invitation with a weak password')
  await word.fill(password)
  await press('invitation.submit')
  await page.waitForURL('**/sign-in/enrol')
  await look('choice of a second factor')
  await page.getByRole('button', { name: new RegExp(said(locale, 'enrol.app')) }).click()
  await expect(page.getByRole('img', { name: said(locale, 'enrol.qr') })).toBeVisible()
  await look('authenticator app')
  const secret = (await page.locator('[data-secret]').innerText()).replaceAll(/\s/g, '')
  await page.getByLabel(said(locale, 'enrol.appCode')).fill(codeOf(secret))
  await press('enrol.submit')
  await expect(page.getByRole('heading', { name: said(locale, 'codes.title') })).toBeVisible()
  await look('recovery codes')
  const codes = await page.locator('[data-codes] li').allInnerTexts()
  expect(codes).toHaveLength(10)
  await press('codes.kept')
  await page.waitForURL(overview)
  return { email, secret, codes }
}

/** Signs in with e-mail and password, and stops before the second factor. */
export async function signIn(page: Page, locale: Locale, email: string, secretWord = password): Promise<void> {
  await page.goto(paths.signIn())
  await page.getByLabel(said(locale, 'email')).fill(email)
  await page.getByLabel(said(locale, 'password'), { exact: true }).fill(secretWord)
  await page.getByRole('button', { name: said(locale, 'signIn.submit'), exact: true }).click()
}

/** Pages that only a newcomer sees. */
export const newcomersPages = [
  'invitation with a weak password',
  'choice of a second factor',
  'authenticator app',
  'recovery codes',
  'overview of a store not open',
  'opening the account',
  'second factor',
] as const

export type NewcomersPage = (typeof newcomersPages)[number]
