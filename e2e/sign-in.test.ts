import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { signed } from './bench/caller.ts'

// Who gets in, and how: the invitation, both factors, the ways back in, and who stays out.

const password = 'nine quiet rivers'

/** Has the demo's marketplace announce a seller with this address. */
async function announce(email: string, more: { locale?: string } = {}): Promise<void> {
  const env = Object.fromEntries(
    readFileSync(`${process.env.E2E_DATA}/sandbox.env`, 'utf8')
      .split('\n')
      .map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  )
  const seller = `e2e-${randomUUID()}`
  const data = { name: 'Lantern House', region: 'CN', email, locale: more.locale ?? 'en' }
  const event = { id: randomUUID(), type: 'seller.upserted', occurred_at: new Date().toISOString(), seller_id: seller, data }
  const body = JSON.stringify({ events: [event] })
  const credentials = { url: env.PORTAL_URL ?? '', key: env.PORTAL_KEY ?? '', secret: env.PORTAL_SECRET ?? '' }
  const answer = await fetch(`${credentials.url}/api/v1/events`, { method: 'POST', body, headers: signed(credentials, body) })
  expect(await answer.json()).toMatchObject({ results: [{ status: 'posted' }] })
}

/** The address of the newest link that was mailed to somebody, from the demo's outbox. */
async function linkTo(page: Page, email: string, subject: RegExp): Promise<string> {
  const mail = page.locator(`[data-mail="${email}"]`).filter({ hasText: subject }).first()
  await expect(async () => {
    await page.goto('/outbox')
    await expect(mail).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 30_000 })
  return (await mail.getByRole('link').getAttribute('href')) ?? ''
}

/** A code of the authenticator app; `ahead` steps of half a minute from now, since each is accepted once. */
const codeOf = (secret: string, ahead = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 30_000 })

/** What axe finds on a page (WCAG 2.2 AA). */
async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

type Invited = { email: string; secret: string; codes: string[] }

/** From the marketplace's event to the overview of a store that isn't open yet. */
async function settle(page: Page, look: (page: Page) => Promise<void> = async () => {}): Promise<Invited> {
  const email = `${randomUUID()}@lantern.example`
  await announce(email)
  const link = await linkTo(page, email, /Lantern House/)
  await page.goto(link)
  await expect(page.getByText('You are invited to the funds account of Lantern House.')).toBeVisible()
  await look(page)
  await page.getByLabel('Your name').fill('Mei Chen')
  await page.getByLabel('Password', { exact: true }).fill('password1')
  await page.getByRole('button', { name: 'Continue to the second factor' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'lists that attackers try first' })).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Continue to the second factor' }).click()
  await page.waitForURL('**/sign-in/enrol')
  await look(page)
  await page.getByRole('button', { name: /Authenticator app/ }).click()
  await expect(page.getByRole('img', { name: 'QR code for the authenticator app' })).toBeVisible()
  await look(page)
  const secret = (await page.locator('[data-secret]').innerText()).replaceAll(/\s/g, '')
  await page.getByLabel('Then type the six digits it shows').fill(codeOf(secret))
  await page.getByRole('button', { name: 'Turn on' }).click()
  await expect(page.getByRole('heading', { name: 'Keep these recovery codes' })).toBeVisible()
  await look(page)
  const codes = await page.locator('[data-codes] li').allInnerTexts()
  expect(codes).toHaveLength(10)
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.waitForURL(/:\d+\/$/)
  return { email, secret, codes }
}

async function signIn(page: Page, email: string, secretWord = password): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(secretWord)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

const signOut = async (page: Page) => {
  await page.context().clearCookies({ name: 'session' })
}

/** One click in the demo. */
async function asDemo(page: Page, name: RegExp): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name }).click()
  await page.waitForURL(/:\d+\/$/)
}

test.use({ locale: 'en' })

test('an invited seller sets up both factors, and comes back by code, by recovery code, and by neither', async ({ page }) => {
  test.slow()
  const { email, secret, codes } = await settle(page, accessible)
  await signOut(page)

  await signIn(page, email, 'some other words')
  await expect(page.getByRole('alert').filter({ hasText: 'E-mail or password isn’t right.' })).toBeVisible()
  await signIn(page, email)
  await page.waitForURL('**/sign-in/second-factor')
  await accessible(page)
  const code = page.getByLabel('Six digits from your authenticator app')
  await code.fill(codeOf(secret) === '000000' ? '000001' : '000000')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByRole('alert').filter({ hasText: '4 tries left' })).toBeVisible()
  await code.fill(codeOf(secret, 1))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.waitForURL(/:\d+\/$/)
  await signOut(page)

  await signIn(page, email)
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByLabel('One of your recovery codes').fill((codes[3] ?? '').toLowerCase().replace('-', ' '))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.waitForURL(/:\d+\/$/)

  // The link is used up.
  await signOut(page)
  await page.goto(await linkTo(page, email, /Lantern House/))
  await expect(page.getByText('This invitation was used or withdrawn')).toBeVisible()
})

test('a passkey is added, and signs in from then on', async ({ page }) => {
  test.slow()
  const { email } = await settle(page)
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
  await page.goto('/settings/security')
  await page.getByRole('link', { name: 'Add a passkey' }).click()
  await page.getByLabel('Name of the passkey').fill('Work computer')
  await page.getByRole('button', { name: 'Make a passkey' }).click()
  await page.waitForURL('**/settings/security')
  await expect(page.getByText('Work computer')).toBeVisible()
  await signOut(page)
  await signIn(page, email)
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.waitForURL(/:\d+\/$/)
})

test('a forgotten password: the same answer for everybody, and a link that ends the old sessions', async ({ page, browser }) => {
  test.slow()
  const { email } = await settle(page)
  const elsewhere = await (await browser.newContext({ locale: 'en' })).newPage()
  for (const address of ['nobody-at-all@lantern.example', email]) {
    await elsewhere.goto('/sign-in/forgot')
    await elsewhere.getByLabel('E-mail').fill(address)
    await elsewhere.getByRole('button', { name: 'Send the link' }).click()
    await expect(elsewhere.getByText(`If ${address} has a sign-in, a link is on its way.`)).toBeVisible()
  }
  await elsewhere.goto(await linkTo(elsewhere, email, /Choose a new password/))
  await accessible(elsewhere)
  await elsewhere.getByLabel('New password').fill('eleven grey herons')
  await elsewhere.getByRole('button', { name: 'Save and continue' }).click()
  await elsewhere.waitForURL('**/sign-in/second-factor')
  await page.goto('/settings/security')
  await page.waitForURL('**/sign-in')
  await elsewhere.context().close()
})

test('a session that is ended elsewhere is over at the next call', async ({ page, browser }) => {
  const other = await (await browser.newContext({ locale: 'en' })).newPage()
  for (const one of [page, other]) await asDemo(one, /Anna Bergmann/)
  await page.goto('/settings/security')
  await accessible(page)
  await page.getByRole('button', { name: 'End all others' }).click()
  await expect(page.getByRole('button', { name: 'End all others' })).toBeHidden()
  expect((await other.request.get('/api/trpc/people.me')).status()).toBe(401)
  await other.goto('/settings/security')
  await other.waitForURL('**/sign-in')
  await other.context().close()
})

test('nobody without a session sees a byte of a store, whatever way they ask', async ({ request }) => {
  const pages = [
    '/',
    '/settings/security',
    '/activity/CNY',
    '/activity/USD',
    '/open',

    '/%2e/',
    '/zh-CN',
    '/_next/data/x/index.json',
    '/index',
    '/settings/security.rsc',
    '/settings/security.txt',
  ]
  const tricks: Record<string, string>[] = [
    {},
    { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
    { 'x-middleware-subrequest': 'src/middleware:src/middleware:src/middleware' },
    { rsc: '1' },
    { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
    { 'next-resume': '1' },
    { 'x-forwarded-host': 'evil.example' },
    { 'x-nextjs-data': '1' },
    { cookie: 'session=' },
    { cookie: `session=${'x'.repeat(43)}` },
    { cookie: `session=' or true --` },
    { authorization: 'Bearer x' },
  ]
  // Names of the demo's stores and people, which its sign-in page alone may show.
  const canaries = /晴屿|Uferwerk|万象|Harbour Lane|成都锦坪|島嶼選物/
  for (const path of pages) {
    for (const headers of tricks) {
      const answer = await request.get(path, { headers, maxRedirects: 0, failOnStatusCode: false })
      expect(await answer.text(), `${path} ${JSON.stringify(headers)}`).not.toMatch(canaries)
      expect(answer.status(), `${path} ${JSON.stringify(headers)}`).toBeLessThan(500)
    }
  }
})

const widths = { phone: 360, desktop: 1280 }
const locales = ['zh-CN', 'zh-TW', 'en']
const open = [
  '/sign-in',
  '/sign-in/forgot',
  `/sign-in/password#${'x'.repeat(43)}`,
  `/sign-in/email#${'x'.repeat(43)}`,
  `/sign-in/invitation#${'x'.repeat(43)}`,
  '/outbox',
]

for (const locale of locales)
  test(`the pages before the sign-in, in ${locale}: accessible, in the language, on a phone and on a desk, by day and by night`, async ({
    browser,
  }) => {
    test.slow()
    await everyWay(browser, locale)
  })

async function everyWay(browser: Browser, locale: string): Promise<void> {
  for (const [name, width] of Object.entries(widths)) {
    const context = await browser.newContext({ locale, viewport: { width, height: 800 }, colorScheme: name === 'phone' ? 'dark' : 'light' })
    const page = await context.newPage()
    const wrong: string[] = []
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
    page.on('pageerror', (error) => wrong.push(error.message))
    for (const path of open) {
      await page.goto('about:blank')
      await page.goto(path)
      await page.waitForLoadState('networkidle')
      await expect(page.locator('html')).toHaveAttribute('lang', locale)
      await accessible(page)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(wide, `${path} on a ${name}`).toBeLessThanOrEqual(0)
    }
    expect(wrong).toEqual([])
    await context.close()
  }
}
