import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import type { Locale } from '#server/platform/locale.ts'
import { paths } from '#server/platform/paths.ts'
import { overview, post } from './demo.ts'

// A seller who comes for the first time: from the marketplace's event to the overview of a store that isn't open yet.

export const password = 'nine quiet rivers'

export type Newcomer = { email: string; secret: string; codes: string[] }

/** What the newcomer and the store are called in the language that the newcomer reads. */
const names = { 'zh-CN': '陈玫', 'zh-TW': '陳玫', en: 'Mei Chen' } as const
const stores = { 'zh-CN': '灯笼屋', 'zh-TW': '燈籠屋', en: 'Lantern House' } as const

/** Has the demo's marketplace announce a seller with this address. */
async function announce(email: string, locale: Locale): Promise<void> {
  await post(`e2e-${randomUUID()}`, { type: 'seller.upserted', data: { name: stores[locale], region: 'CN', email, locale } })
}

/** The address of the newest link that was mailed to somebody, from the demo's outbox. */
export async function linkTo(page: Page, email: string, subject: RegExp): Promise<string> {
  const mail = page.locator(`[data-mail="${email}"]`).filter({ hasText: subject }).first()
  await expect(async () => {
    await page.goto(paths.outbox())
    await expect(mail).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 30_000 })
  return (await mail.getByRole('link').getAttribute('href')) ?? ''
}

/** A code of the authenticator app; `ahead` steps of half a minute from now, since each is accepted once. */
export const codeOf = (secret: string, ahead = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 30_000 })

/** Gives a page's browser a device that makes and uses passkeys by itself. */
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

/** The sentence of the sign-in pages at a dotted key, in a language. */
export function said(locale: Locale, key: string): string {
  const room = JSON.parse(readFileSync(`server/messages/${locale}/people.json`, 'utf8')) as Sentences
  const found = key.split('.').reduce<string | Sentences | undefined>((at, part) => (typeof at === 'object' ? at[part] : undefined), room)
  if (typeof found !== 'string') throw new Error(`no sentence ${key}`)
  return found
}

/** @param look sees each page on the way, by its name */
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

/** With e-mail and password, up to the second factor. */
export async function signIn(page: Page, locale: Locale, email: string, secretWord = password): Promise<void> {
  await page.goto(paths.signIn())
  await page.getByLabel(said(locale, 'email')).fill(email)
  await page.getByLabel(said(locale, 'password'), { exact: true }).fill(secretWord)
  await page.getByRole('button', { name: said(locale, 'signIn.submit'), exact: true }).click()
}

/** Pages that only somebody new comes by. */
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
