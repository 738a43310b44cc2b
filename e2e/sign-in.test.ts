import { expect, type Page, test } from '@playwright/test'
import { paths, storePaths } from '#server/platform/paths.ts'
import { accessible, enter, go, overview, pagesOf } from './demo.ts'
import { codeOf, linkTo, passkeysOf, settle, signIn } from './newcomer.ts'

// Sign-in: the invitation, both factors, account recovery, and requests that must be refused.

const signOut = async (page: Page) => {
  await page.context().clearCookies({ name: 'session' })
}

test.use({ locale: 'en' })

test('an invited seller sets up both factors, and signs in by code and by recovery code, and not without', async ({ page }) => {
  test.slow()
  const { email, secret, codes } = await settle(page)
  await signOut(page)

  await signIn(page, 'en', email, 'some other words')
  await expect(page.getByRole('alert').filter({ hasText: 'The e-mail or the password isn’t right.' })).toBeVisible()
  await signIn(page, 'en', email)
  await page.waitForURL('**/sign-in/second-factor')
  await accessible(page)
  const code = page.getByLabel('Six digits from your authenticator app')
  await code.fill(codeOf(secret) === '000000' ? '000001' : '000000')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByRole('alert').filter({ hasText: '4 tries left' })).toBeVisible()
  await code.fill(codeOf(secret, 1))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.waitForURL(overview)
  await signOut(page)

  await signIn(page, 'en', email)
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByLabel('One of your recovery codes').fill((codes[3] ?? '').toLowerCase().replace('-', ' '))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.waitForURL(overview)

  // The link works only once.
  await signOut(page)
  await page.goto(await linkTo(page, email, /Lantern House/))
  await expect(page.getByText('This invitation was used or withdrawn')).toBeVisible()
})

test('a passkey is added, and can then sign in', async ({ page }) => {
  test.slow()
  const { email, secret } = await settle(page)
  await passkeysOf(page)
  await go(page, (at) => at.security())
  await page.getByRole('link', { name: 'Add a passkey' }).click()
  await page.getByLabel('Name of the passkey').fill('Work computer')
  await page.getByLabel('Six digits from your authenticator app').fill(codeOf(secret, 1))
  await page.getByRole('button', { name: 'Make a passkey' }).click()
  await page.waitForURL('**/settings/security')
  await expect(page.getByRole('paragraph').filter({ hasText: 'Work computer' })).toBeVisible()
  // The passkey also proves an act; the device signs this one.
  const codes = page.getByRole('listitem').filter({ hasText: 'Recovery codes' })
  await codes.locator('summary').click()
  await codes.getByRole('button', { name: 'Use a passkey instead' }).click()
  await codes.getByRole('button', { name: 'Make new codes' }).click()
  await expect(page.getByRole('heading', { name: 'Keep these recovery codes' })).toBeVisible()
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await signOut(page)
  await signIn(page, 'en', email)
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.waitForURL(overview)
})

test('a forgotten password gets the same answer for every address, and the link ends the old sessions', async ({ page, browser }) => {
  test.slow()
  const { email } = await settle(page)
  const elsewhere = await (await browser.newContext({ locale: 'en' })).newPage()
  for (const address of ['nobody-at-all@lantern.example', email]) {
    await elsewhere.goto(paths.forgot())
    await elsewhere.getByLabel('E-mail').fill(address)
    await elsewhere.getByRole('button', { name: 'Send the link' }).click()
    await expect(elsewhere.getByText(`If ${address} has a sign-in, a link is on its way.`)).toBeVisible()
  }
  await elsewhere.goto(await linkTo(elsewhere, email, /Choose a new password/))
  await accessible(elsewhere)
  await elsewhere.getByLabel('New password').fill('eleven grey herons')
  await elsewhere.getByRole('button', { name: 'Save and continue' }).click()
  await elsewhere.waitForURL('**/sign-in/second-factor')
  await go(page, (at) => at.security())
  await page.waitForURL(/\/sign-in\?next=/)
  await elsewhere.context().close()
})

test('a session ended in another browser is refused at the next call', async ({ page, browser }) => {
  const other = await (await browser.newContext({ locale: 'en' })).newPage()
  for (const one of [page, other]) await enter(one, 'Anna Bergmann')
  await go(page, (at) => at.security())
  await accessible(page)
  await page.getByRole('button', { name: 'Sign out all other devices' }).click()
  await expect(page.getByRole('button', { name: 'Sign out all other devices' })).toBeHidden()
  expect((await other.request.get('/api/trpc/people.me')).status()).toBe(401)
  // A new sign-in leads back to the requested page with its query.
  const at = pagesOf(other)
  const wanted = at.activity('USD', { bucket: 'pending' })
  await other.goto(wanted)
  await expect(other).toHaveURL(paths.signIn({ next: wanted }))
  await other.getByRole('button', { name: /Anna Bergmann/ }).click()
  await expect(other).toHaveURL(wanted)
  await other.context().close()
})

test('no address returns data of a store without a session', async ({ request }) => {
  const at = storePaths('2222222222')
  const pages = [
    paths.home(),
    at.overview(),
    at.security(),
    at.activity('CNY'),
    at.activity('USD'),
    at.open(),

    '/%2e/',
    '/zh-CN',
    '/_next/data/x/index.json',
    '/index',
    `${at.security()}.rsc`,
    `${at.security()}.txt`,
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
  // Names of the demo's stores and people, which only its sign-in page may show.
  const canaries = /晴屿|Uferwerk|万象|Harbour Lane|成都锦坪|島嶼選物/
  for (const path of pages) {
    for (const headers of tricks) {
      const answer = await request.get(path, { headers, maxRedirects: 0, failOnStatusCode: false })
      expect(await answer.text(), `${path} ${JSON.stringify(headers)}`).not.toMatch(canaries)
      expect(answer.status(), `${path} ${JSON.stringify(headers)}`).toBeLessThan(500)
    }
  }
})
