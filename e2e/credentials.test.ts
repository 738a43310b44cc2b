import { expect, type Page, test } from '@playwright/test'
import { locales, type Locale } from '#server/platform/locale.ts'
import { paths } from '#server/platform/paths.ts'
import { accessible, fits, go, overview, pagesOf } from './demo.ts'
import { codeOf, linkTo, type Newcomer, passkeysOf, password, said, settle, signIn } from './newcomer.ts'

// Forms that ask for a second factor, in each language: a new authenticator app, a colleague's role and removal, and the undo link
// for a change that the person did not make.

/** The invited colleague's name, in the language of the pages. */
const colleagues = { 'zh-CN': '林悦', 'zh-TW': '林悅', en: 'Yue Lin' } as const

const press = (page: Page, locale: Locale, key: string) => page.getByRole('button', { name: said(locale, key), exact: true }).click()
const unfold = (page: Page, name: string) => page.locator('summary').filter({ hasText: name }).first().click()
/** Submits the open form with a proof by the passkey; the device signs this one act. */
async function proveBy(page: Page, locale: Locale, key: string): Promise<void> {
  const form = page.locator('details[open]')
  await form.getByRole('button', { name: said(locale, 'proof.usePasskey') }).click()
  await form.getByRole('button', { name: new RegExp(said(locale, key).replace('<name></name>', '.*')) }).click()
}

/** The current TOTP step of 30 seconds. */
const stepOf = () => Math.floor(Date.now() / 30_000)

/** A code of a later TOTP step than `used`: the code of each step is accepted once. */
async function nextCode(secret: string, used: number): Promise<string> {
  await expect.poll(stepOf, { timeout: 40_000 }).toBeGreaterThanOrEqual(used)
  return codeOf(secret, 1)
}

/** Replaces the authenticator app, after one attempt with a wrong proof. @returns the new app's secret */
async function replaceApp(page: Page, locale: Locale, old: string): Promise<string> {
  await go(page, (at) => at.security())
  await page.getByRole('link', { name: said(locale, 'security.replaceTotp') }).click()
  await page.getByRole('button', { name: new RegExp(said(locale, 'enrol.app')) }).click()
  const secret = (await page.locator('[data-secret]').innerText()).replaceAll(/\s/g, '')
  const [next, now] = [page.getByLabel(said(locale, 'enrol.appCode')), page.getByLabel(said(locale, 'proof.oldTotp'))]
  await next.fill(codeOf(secret))
  await now.fill(codeOf(old) === '000000' ? '000001' : '000000')
  await press(page, locale, 'enrol.submit')
  await expect(page.getByRole('main').getByRole('alert')).toContainText('15')
  await expect(next).toHaveValue(codeOf(secret)) // the typed code is kept
  await accessible(page)
  await next.fill(codeOf(secret))
  await now.fill(codeOf(old, 1))
  await press(page, locale, 'enrol.submit')
  await page.waitForURL('**/settings/security')
  return secret
}

for (const locale of locales)
  test.describe(`in ${locale}`, () => {
    test.use({ locale, viewport: { width: 360, height: 780 } })

    test('a new authenticator app replaces the old one, and the undo link restores the old one', async ({ page, browser }) => {
      test.slow()
      const { email, secret }: Newcomer = await settle(page, locale)
      const next = await replaceApp(page, locale, secret)
      const used = stepOf() + 1
      expect(next).not.toBe(secret)
      const elsewhere = await (await browser.newContext({ locale, viewport: { width: 360, height: 780 } })).newPage()
      const subject = { 'zh-CN': /已添加二次验证方式/, 'zh-TW': /已新增兩步驟驗證方式/, en: /A second factor was added/ }[locale]
      const link = await linkTo(elsewhere, email, subject)
      expect(link).toContain(`${paths.undoChange()}#`)
      await elsewhere.goto(link)
      await expect(elsewhere.getByText(said(locale, 'undo.frozen'))).toBeVisible()
      await accessible(elsewhere)
      await fits(elsewhere)
      // Opening the link has changed nothing, because mail scanners open links too.
      await go(page, (at) => at.security())
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(said(locale, 'security.title'))
      await press(elsewhere, locale, 'undo.submit')
      await expect(elsewhere.getByText(said(locale, 'undo.done'))).toBeVisible()
      await go(page, (at) => at.security())
      await page.waitForURL(/\/sign-in\?next=/)
      await signIn(page, locale, email)
      await expect(page.getByRole('main').getByRole('alert')).toBeVisible() // the password no longer signs in
      const locked = { 'zh-CN': /账号已锁定/, 'zh-TW': /帳號已鎖定/, en: /Your account is locked/ }[locale]
      await elsewhere.goto(await linkTo(elsewhere, email, locked))
      await elsewhere.getByLabel(said(locale, 'newPassword')).fill('eleven grey herons')
      await press(elsewhere, locale, 'choose.submit')
      await elsewhere.waitForURL('**/sign-in/second-factor')
      await elsewhere.getByLabel(said(locale, 'factor.totp')).fill(await nextCode(secret, used))
      await press(elsewhere, locale, 'factor.submit')
      await elsewhere.waitForURL(overview)
      await go(elsewhere, (at) => at.security())
      await expect(elsewhere.getByRole('alert').filter({ hasText: said(locale, 'frozen.title') })).toBeVisible()
      await elsewhere.context().close()
    })

    test('an owner invites a colleague, changes their role and removes them; their open pages end', async ({ page, browser }) => {
      test.slow()
      const { secret } = await settle(page, locale)
      const email = `colleague-${Date.now()}-${locale.toLowerCase()}@lantern.example`
      await addPasskey(page, locale, secret)
      await go(page, (at) => at.team())
      await expect(page.getByText(said(locale, 'team.yourself'))).toBeVisible()
      await page.getByLabel(said(locale, 'team.email')).fill(email)
      await press(page, locale, 'proof.usePasskey')
      await press(page, locale, 'team.submit')
      await expect(page.getByText(said(locale, 'team.sent').replace('{email}', email))).toBeVisible()

      const colleague = await (await browser.newContext({ locale })).newPage()
      const invitation = { 'zh-CN': /邀请你使用/, 'zh-TW': /邀請你使用/, en: /You are invited to the funds account/ }[locale]
      await colleague.goto(await linkTo(colleague, email, invitation))
      await colleague.getByLabel(said(locale, 'name')).fill(colleagues[locale])
      await colleague.getByLabel(said(locale, 'password'), { exact: true }).fill(password)
      await press(colleague, locale, 'invitation.submit')
      await colleague.waitForURL('**/sign-in/enrol')
      await colleague.getByRole('button', { name: new RegExp(said(locale, 'enrol.app')) }).click()
      const theirs = (await colleague.locator('[data-secret]').innerText()).replaceAll(/\s/g, '')
      await colleague.getByLabel(said(locale, 'enrol.appCode')).fill(codeOf(theirs))
      await press(colleague, locale, 'enrol.submit')
      await press(colleague, locale, 'codes.kept')
      await colleague.waitForURL(overview)

      await page.reload()
      const row = page.getByRole('listitem').filter({ hasText: email })
      await unfold(page, said(locale, 'team.change'))
      await accessible(page)
      await fits(page)
      await page.locator('details[open]').getByLabel(said(locale, 'team.role')).selectOption('manager')
      await proveBy(page, locale, 'team.saveRole')
      await expect(row).toContainText(said(locale, 'team.roles.manager'))
      await proveBy(page, locale, 'team.removeMember')
      await expect(row).toHaveCount(0)
      await go(colleague, (at) => at.overview())
      await colleague.waitForURL('**/no-store')
      await colleague.context().close()
    })
  })

/** Gives the browser a virtual authenticator and enrols a passkey, proven by an unused code. */
async function addPasskey(page: Page, locale: Locale, secret: string): Promise<void> {
  await passkeysOf(page)
  await page.goto(paths.enrol({ next: pagesOf(page).security(), only: 'passkey' }))
  await page.getByLabel(said(locale, 'factor.totp')).fill(codeOf(secret, 1))
  await press(page, locale, 'enrol.passkeyMake')
  await page.waitForURL('**/settings/security')
}
