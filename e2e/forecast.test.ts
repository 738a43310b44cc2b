import { expect, type Page, test } from '@playwright/test'
import { balancesOf, compareWithBooks, dispute, enter, go, loaded, personOf, sum } from './demo.ts'

// The reasons for money that is not available, and the calendar of its release.

/** The cells of each row of a page's table, once it has loaded; empty if the page has no table. */
async function cells(page: Page): Promise<string[][]> {
  await expect(page.locator('main h1')).toBeVisible()
  await loaded(page)
  return page.locator('main tr:has(td)').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')))
}

test('the reason for a missing 1,204.50 can be followed from the overview to the dispute, its order, its date and who must act', async ({
  page,
}) => {
  const { name, sellerId } = personOf('shenzhen')
  await enter(page, name)
  await page.getByRole('region', { name: 'USD' }).getByRole('link', { name: '为什么还没到账？ (USD)', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '为什么还没到账？' })).toBeVisible()
  const reason = page.locator('#dispute')
  await expect(reason).toContainText('需要你处理')
  await expect(reason).toContainText('冻结到纠纷解决')
  const order = reason.getByRole('listitem').filter({ has: page.getByRole('link', { name: dispute.orderId }) })
  await expect(order).toContainText(`$${dispute.amount}`)
  const [, month, day] = dispute.day.split('-').map(Number)
  await expect(order).toContainText(`${month}月${day}日`)
  await expect(reason.getByRole('link', { name: '查看冻结流水' })).toBeVisible()
  await expect(reason.getByRole('link', { name: '放款日历 (USD)' })).toBeVisible()

  await compareWithBooks(sellerId, async ({ USD }) => {
    const reasons = await page.locator('main ol > li > :first-child .figures').allInnerTexts()
    expect(sum(reasons)).toBe(sum([USD?.total]) - sum([USD?.available]))
  })
})

test('every bucket links to the reasons, through its rows', async ({ page }) => {
  await enter(page, personOf('taiwan').name)
  await page
    .getByRole('region', { name: 'USD' })
    .getByRole('link', { name: /待扣回/ })
    .click()
  await expect(page).toHaveURL(/bucket=debt$/)
  await page.locator('main').getByRole('link', { name: '為什麼還沒入帳？' }).click()
  await expect(page).toHaveURL(/\/why\?currency=USD#debt$/)
  await expect(page.locator('#debt')).toContainText('起因於以下款項')
})

test('the calendar of the next month: its days add up, a day links to its orders, and the address can be shared', async ({ page }) => {
  const { name, sellerId } = personOf('shenzhen')
  await enter(page, name)
  await page.getByRole('region', { name: 'USD' }).getByRole('link', { name: '放款日历' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '放款日历' })).toBeVisible()
  const table = page.getByRole('table', { name: '每日预计放款' })
  const rows = table.getByRole('row').filter({ has: page.getByRole('cell') })
  await compareWithBooks(sellerId, async ({ USD }) => {
    const sums = await rows.locator('td:last-child').allInnerTexts()
    expect(sum(sums)).toBe(sum([USD?.pending, USD?.frozen, USD?.reserve]))
  })

  const day = rows.filter({ has: page.locator(`a[href*="day=${dispute.day}"]`) })
  await day.getByRole('link').click()
  await expect(page).toHaveURL(new RegExp(`day=${dispute.day}$`))
  const orders = page.getByRole('table', { name: /^订单/ })
  const disputed = orders.getByRole('row').filter({ has: page.getByRole('link', { name: dispute.orderId }) })
  await expect(disputed).toContainText(`$${dispute.amount}`)
  await expect(async () => {
    const amounts = await orders.locator('td:last-child').allInnerTexts()
    expect(sum(amounts)).toBe(sum([await day.locator('td:last-child').innerText()]))
  }).toPass()

  const address = page.url()
  await page.getByRole('link', { name: '90 天' }).click()
  await expect(page).toHaveURL(/days=90$/)
  await page.goto(address)
  await expect(disputed).toContainText(`$${dispute.amount}`)
})

test('in every store and currency the ledger’s figures: reasons = total − available, days + no date yet = pending + frozen, margins = reserve', async ({
  page,
}) => {
  for (const story of ['shenzhen', 'taiwan', 'hongkong-home'] as const) {
    const { name, sellerId, store } = personOf(story)
    await page.context().clearCookies()
    await enter(page, name, story === 'hongkong-home' ? store : undefined)
    for (const currency of Object.keys(await balancesOf(sellerId)))
      await compareWithBooks(sellerId, (books) => agree(page, currency, books[currency] ?? {}))
  }
})

/** Expects the pages of a currency to agree with its book: the reasons, the days of the calendar and the newest row. */
async function agree(page: Page, currency: string, { total, available, pending, frozen, reserve, debt }: Record<string, string>) {
  await go(page, (at) => at.why(currency))
  const missing = sum([total]) - sum([available])
  expect(sum([await page.locator('main p > .figures').first().innerText()])).toBe(missing)
  expect(sum(await page.locator('main ol > li > :first-child .figures').allInnerTexts())).toBe(missing)
  // A negative sum means that the debt is larger than all money that waits.
  await expect(page.getByText(/仍待扣回|暂时不能动用|目前還不能動用/)).toHaveText(missing < 0n ? /仍待扣回/ : /不能[动動]用/)

  await go(page, (at) => at.calendar(`?currency=${currency}`))
  const days = await cells(page)
  expect(sum(days.flatMap(([, confirmed, atRisk]) => [confirmed, atRisk]))).toBe(sum([pending, frozen]))
  expect(sum(days.map(([, , , margin]) => margin))).toBe(sum([reserve]))
  expect(sum(days.map((row) => row.at(-1)))).toBe(sum([pending, frozen, reserve]))

  await go(page, (at) => at.activity(currency))
  const [newest] = await cells(page)
  expect(sum([newest?.at(-1)])).toBe(sum([available]) - sum([debt]))
}

test('pages without waiting money say what will appear', async ({ page }) => {
  await enter(page, personOf('quiet').name)
  await go(page, (at) => at.calendar('?currency=CNY'))
  await expect(page.getByText('没有等待放款的订单')).toBeVisible()
  await go(page, (at) => at.why('XYZ'))
  await expect(page.getByText('没有被占用的资金')).toBeVisible()
})
