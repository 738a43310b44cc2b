import { expect, type Page, test } from '@playwright/test'
import { apiPaths } from '#server/platform/paths.ts'
import { accessible, balancesOf, dress, enter, fits, go, overview, pagesOf, personOf, post, speaks, storeCodeOf } from './demo.ts'

// The demo's German seller has booked money and an unopened account. No other file may use this seller.
test.describe.configure({ mode: 'serial' })
const { name, sellerId } = personOf('germany')
const languages = { 'zh-CN': '简体中文', 'zh-TW': '繁體中文', en: 'English' } as const

/** Matches an amount of money. */
const amounts = /[¥$€]\s?\d|\d[\d,]*\.\d{2}\b/

async function speak(page: Page, locale: keyof typeof languages): Promise<void> {
  await page.getByRole('button', { name: /Settings|设置|設定/ }).click()
  await page.getByRole('button', { name: languages[locale] }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', locale)
}

test('before the account is opened no amount is shown, in any language, width or theme', async ({ page, context, baseURL }) => {
  test.slow()
  await enter(page, name)
  for (const [locale, width, theme] of [
    ['zh-CN', 360, 'light'],
    ['zh-TW', 1440, 'dark'],
    ['en', 360, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 })
    await dress(context, theme, baseURL ?? '')
    await go(page, (at) => at.overview())
    await speak(page, locale)
    for (const path of [pagesOf(page).overview(), pagesOf(page).open()]) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      expect(await page.locator('body').innerText()).not.toMatch(amounts)
      await speaks(page, locale)
      await fits(page)
      await accessible(page)
    }
  }
})

test('before the account is opened no procedure or address returns an amount', async ({ page }) => {
  await enter(page, name)
  const store = storeCodeOf(page)
  for (const [path, input] of [
    ['balances.now', { store }],
    ['balances.overview', { store }],
    ['activity.list', { store, currency: 'USD' }],
  ] as const) {
    const answer = await page.request.get(`${apiPaths.procedure(path)}?input=${JSON.stringify({ json: input })}`)
    expect(answer.status(), path).toBe(409)
    expect(await answer.text()).not.toMatch(amounts)
  }
  await go(page, (at) => at.activity('USD'))
  await expect(page).toHaveURL(overview)
  const at = pagesOf(page)
  for (const path of [at.why('USD'), at.calendar({ currency: 'USD' })]) {
    await page.goto(path)
    await expect(page.getByRole('link', { name: 'Open the account' })).toBeVisible()
    await expect(page.locator('.figures')).toHaveCount(0)
  }
})

test('a store closed before it was opened says so and whom to ask, shows no amount and can’t be opened', async ({ page }) => {
  await enter(page, name)
  await post(sellerId, { type: 'seller.closed', data: {} })
  for (const path of [pagesOf(page).overview(), pagesOf(page).why()]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This store was closed before its funds account was opened')
    await expect(page.getByRole('main').getByRole('link', { name: 'Contact support' }).first()).toHaveAttribute('href', /^mailto:/)
    await expect(page.getByRole('link', { name: 'Open the account' })).toHaveCount(0)
    expect(await page.locator('body').innerText()).not.toMatch(amounts)
    await accessible(page)
  }
  expect(
    (
      await page.request.get(`${apiPaths.procedure('balances.now')}?input=${JSON.stringify({ json: { store: storeCodeOf(page) } })}`)
    ).status(),
  ).toBe(409)
  await go(page, (at) => at.open())
  await expect(page.getByText('The marketplace has closed this store, so the account can’t be opened.')).toBeVisible()
  await post(sellerId, { type: 'seller.reopened', data: {} })
})

test('e-mail, second factor and terms open the account, and then the money is shown', async ({ page }) => {
  await enter(page, name)
  await page.getByRole('link', { name: 'Open the account' }).click()
  await expect(page.getByText('anna.bergmann@uferwerk.example is confirmed')).toBeVisible()
  await page.getByText('Read the terms', { exact: true }).click()
  await expect(page.getByText('Entries are never changed or deleted')).toBeVisible()
  await accessible(page)

  const open = page.getByRole('button', { name: 'Open the account' })
  await open.click()
  await expect(page.getByRole('alert').filter({ hasText: 'Tick the box to accept the terms.' })).toBeVisible()
  await accessible(page)
  await page.getByRole('checkbox').check()
  await open.click()

  await expect(page.getByText('Your account is open')).toBeVisible()
  const booked = await balancesOf(sellerId)
  await expect(page.getByRole('region', { name: 'USD' }).locator('p .figures')).toHaveText(
    `$${(booked.USD?.total ?? '').replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')}`,
  )
  // The seller's own time zone is shown by its name, because its offset changes with summer time.
  await expect(page.getByText(/Times are in Central European Time$/)).toBeVisible()
  await accessible(page)

  await go(page, (at) => at.open())
  await expect(page).toHaveURL(overview)
  await page.reload()
  await expect(page.getByRole('region', { name: 'USD' })).toBeVisible()
})

test('a closed store says that the money stays, and that pending money is released 180 days after shipment', async ({ page }) => {
  await post(sellerId, { type: 'seller.closed', data: { reason: 'The store moves' } })
  await enter(page, name)
  await expect(page.getByText('Pending orders are released 180 days after shipment, and the balance stays yours.')).toBeVisible()
  await expect(page.locator('header')).toContainText('Account status: Closed')
  await accessible(page)
  await post(sellerId, { type: 'seller.reopened', data: {} })
  await page.reload()
  await expect(page.locator('header')).toContainText('Account status: Open')
})
