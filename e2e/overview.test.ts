import { expect, type Page, test } from '@playwright/test'
import { shops } from '#demo/shops.ts'
import { paths, storePaths } from '#server/platform/paths.ts'
import { cents, compareWithBooks, enter, go, loaded, pagesOf, personOf, sum } from './demo.ts'

// The overview and its links, and the redirects and 404 pages around it.

const buckets = ['available', 'processing', 'pending', 'reserve', 'frozen', 'debt']

/** The figures of a currency on the page in cents: the total and the six buckets. */
async function figures(page: Page, currency: string) {
  const account = page.getByRole('region', { name: currency })
  const rows = account.getByRole('listitem').locator('.figures')
  await expect(rows).toHaveCount(buckets.length)
  return { total: cents(await account.locator('p .figures').innerText()), rows: (await rows.allInnerTexts()).map(cents) }
}

test('a seller sees RMB and USD with every bucket, the ledger’s figures to the cent, and the total is the five less the debt', async ({
  page,
}) => {
  for (const story of ['shenzhen', 'taiwan'] as const) {
    const person = personOf(story)
    await page.context().clearCookies()
    await enter(page, person.name)
    for (const currency of ['CNY', 'USD'])
      await compareWithBooks(person.sellerId, async (books) => {
        const { total, rows } = await figures(page, currency)
        const book = books[currency] ?? {}
        expect(total).toBe(cents(book.total ?? ''))
        expect(rows).toEqual(buckets.map((bucket) => cents(book[bucket] ?? '') * (bucket === 'debt' ? -1n : 1n)))
        expect(rows.reduce((all, row) => all + row, 0n)).toBe(total)
      })
  }
})

test('each figure links to its rows, “view more” to all of them, paged forward and back', async ({ page }) => {
  const { name } = personOf('large')
  await enter(page, name)
  await page.getByRole('region', { name: 'USD' }).getByRole('link', { name: /冻结/ }).click()
  await expect(page).toHaveURL(/\/activity\/USD\?bucket=frozen$/)
  const rows = page.getByRole('row').filter({ has: page.getByRole('cell') })
  await expect(rows.first()).toBeVisible()
  await expect(rows.filter({ hasNotText: '冻结' })).toHaveCount(0)

  await page.getByRole('link', { name: '概览' }).first().click()
  await page.getByRole('link', { name: '查看更多美元流水' }).click()
  await expect(page).toHaveURL(/\/activity\/USD$/)
  await expect(rows).toHaveCount(25)
  const first = await rows.allInnerTexts()
  await page.getByRole('link', { name: '更早的' }).click()
  await expect(page).toHaveURL(/before=\d+$/)
  await expect(rows).toHaveCount(25)
  await expect.poll(() => rows.first().innerText()).not.toBe(first[0])
  await page.getByRole('link', { name: '更新的' }).click()
  await expect.poll(() => rows.allInnerTexts()).toEqual(first)
})

test('money without an expected day is shown beside the last known day, with its amount and a link to its orders', async ({ page }) => {
  await enter(page, personOf('shenzhen').name)
  const account = page.getByRole('region', { name: 'USD' })
  // Repeated, because another journey may post an order of this store between the two pages.
  await expect(async () => {
    await go(page, (at) => at.overview())
    await expect(account).toContainText(/目前最晚的放款日 \d+月\d+日|目前最晚的放款日 \d{4}年\d+月\d+日/)
    const undated = account.getByRole('link', { name: /日期未定/ })
    const amount = cents(await undated.innerText())
    await undated.click()
    await expect(page).toHaveURL(/calendar\?currency=USD&day=undated$/)
    const row = page.getByRole('table', { name: '每日预计放款' }).getByRole('row', { name: /日期未定/ })
    expect(cents(await row.locator('td:last-child').innerText())).toBe(amount)
  }).toPass()
})

test('the total links to all entries, the next release to its day’s orders, and a week’s sum to its entries', async ({ page }) => {
  const { name } = personOf('taiwan')
  await enter(page, name)
  const account = page.getByRole('region', { name: 'USD' })
  await account.getByRole('link', { name: /帳戶總額/ }).click()
  await expect(page).toHaveURL(/activity\/USD$/)
  await page.goBack()
  const next = account.getByRole('link', { name: /下次撥款/ })
  const amount = cents((await next.innerText()).split('：').at(-1) ?? '')
  await next.click()
  await expect(page).toHaveURL(/calendar\?currency=USD(&days=\d+)?&day=\d{4}-\d\d-\d\d$/)
  const day = page.getByRole('row').filter({ has: page.locator('a[aria-current]') })
  expect(cents(await day.locator('td').first().innerText())).toBe(amount)
  await page.goBack()
  await page.getByText('以表格查看').click()
  const weeks = page.getByRole('table', { name: '每週撥款' }).locator('a[href*="/activity/USD"]').filter({ hasText: /[1-9]/ })
  const week = cents(await weeks.last().innerText())
  await weeks.last().click()
  await expect(page).toHaveURL(/type=release&type=margin_returned&type=debt_repaid&from=.*&to=/)
  const older = page.locator('main a[rel=next]')
  let found = 0n
  for (let further: string | null = page.url(); further; further = (await older.count()) === 0 ? null : await older.getAttribute('href')) {
    await page.goto(further)
    await loaded(page)
    await expect(page.locator('main tr td').first()).toBeVisible()
    const amounts = await page.locator('main tr td:nth-child(5) .figures').allInnerTexts()
    found += sum(amounts)
  }
  expect(found).toBe(week)
})

test('with one sign-in and two stores the switcher changes the store, and the choice persists', async ({ page }) => {
  await enter(page, personOf('hongkong-home').name, personOf('hongkong-home').store)
  const header = page.getByRole('banner')
  // The chosen store is shown, whichever store this person opened last.
  for (const story of ['hongkong-home', 'hongkong-outdoor', 'hongkong-home'] as const) {
    const shop = shops.find((one) => one.story === story)
    if (!shop) throw new Error(`no story ${story}`)
    await header.getByRole('button', { name: /切換商店/ }).click()
    await header.getByRole('listitem').getByRole('link', { name: shop.name }).click()
    await expect(header.getByRole('button', { name: new RegExp(`${shop.name}.*切換商店`, 's') })).toBeVisible()
    await compareWithBooks(shop.sellerId, async ({ USD }) => expect((await figures(page, 'USD')).total).toBe(cents(USD?.total ?? '')))
    await page.reload()
    await expect(header).toContainText(shop.name)
  }
})

test('an overview without events says what will appear', async ({ page }) => {
  await enter(page, personOf('quiet').name)
  expect((await figures(page, 'USD')).total).toBe(0n)
  await expect(page.getByText('买家付款后，货款会先记入待放款')).toBeVisible()
})

test('the keyboard reaches every control, and Escape returns the focus', async ({ page }) => {
  await enter(page, personOf('shenzhen').name)
  const first = page.getByRole('region', { name: 'CNY' }).getByRole('link').first()
  await expect(first).toBeVisible() // a skeleton has nothing to focus, so that Tab would skip it
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('#main')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(first).toBeFocused()
  const settings = page.getByRole('button', { name: /设置/ })
  await settings.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('group', { name: '语言' })).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('group', { name: '语言' })).toBeHidden()
  await expect(settings).toBeFocused()
})

test('an unknown page, currency or another person’s store is answered with 404', async ({ page, browser, baseURL }) => {
  await enter(page, personOf('shenzhen').name)
  const at = pagesOf(page)
  // Unknown pages and stores, and another person's store, which must look as if it didn't exist.
  const other = await (await browser.newContext({ ...(baseURL && { baseURL }) })).newPage()
  const elsewhere = await enter(other, personOf('taiwan').name)
  await other.context().close()
  const inside = [`${at.overview()}/nowhere`, at.activity('XYZ'), at.activity('usd'), `${at.activity('USD')}/more`]
  const outside = ['/nowhere', storePaths('2222222222').overview(), elsewhere.overview(), elsewhere.activity('USD')]
  for (const path of [...inside, ...outside]) {
    const answer = await page.goto(path)
    expect(answer?.status(), path).toBe(404)
    await expect(page.getByRole('heading', { name: '没有这个页面' })).toBeVisible()
    // A store that isn't theirs has no frame, least of all that of another store.
    const frame = page.getByRole('banner').filter({ hasText: personOf('shenzhen').store })
    await expect(frame).toHaveCount(inside.includes(path) ? 1 : 0)
  }
})

test('without a session every page redirects to the sign-in, and then back to the requested page', async ({ page, request }) => {
  const at = storePaths('2222222222')
  for (const path of ['/', at.activity('USD'), at.open(), paths.home(at.help().slice(at.overview().length))]) {
    const answer = await request.get(path, { maxRedirects: 0 })
    expect(answer.status(), path).toBe(307)
    expect(answer.headers().location).toMatch(new RegExp(`${paths.signIn({ next: path }).replace('?', '\\?')}$`))
  }
  // The proxy lets a cookie of an unknown session pass, and the page redirects to the sign-in.
  await page.context().addCookies([{ name: 'session', value: 'A'.repeat(43), url: test.info().project.use.baseURL ?? '' }])
  await page.goto(at.activity('USD'))
  await expect(page).toHaveURL(paths.signIn({ next: at.activity('USD') }))
})
