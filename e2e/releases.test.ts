import { expect, type Page, test } from '@playwright/test'
import {
  accessible,
  cents,
  compareWithBooks,
  dispute,
  enter,
  fits,
  go,
  pagesOf,
  paid,
  personOf,
  post,
  sandbox,
  speaks,
  sum,
} from './demo.ts'

// The money of an order, from the overview down to the cent.

const rows = (page: Page) => page.getByRole('row').filter({ has: page.getByRole('cell') })

/** An order's lines as the API gives them to the backend, to compare with the pages. */
async function orderOf(orderId: string) {
  const { url, key } = sandbox()
  const answer = await fetch(`${url}/api/v1/orders/${orderId}`, { headers: { authorization: `Bearer ${key}` } })
  type Amount = { amount: string }
  type Line = { status: string; reason?: string; gross: Amount; net: Amount; refunded: Amount; received: Amount; timeline: unknown[] }
  return ((await answer.json()) as { lines: Line[] }).lines
}

test('an amount can be followed from the frozen bucket of the overview to its rows, its order, the reason and the date', async ({
  page,
}) => {
  await enter(page, personOf('shenzhen').name)
  await page.getByRole('region', { name: 'USD' }).getByRole('link', { name: /冻结/ }).click()
  await expect(page).toHaveURL(/bucket=frozen$/)
  const { orderId } = dispute
  await rows(page).filter({ hasText: orderId }).first().locator('a[href*="/releases/"]:visible').first().click()
  await expect(page).toHaveURL(new RegExp(`releases/${orderId}$`))
  await expect(page.getByRole('heading', { level: 1 })).toContainText(orderId)

  await expect(page.getByText('纠纷处理中')).toBeVisible()
  await expect(page.getByText('请在卖家中心显示的期限内回应')).toBeVisible()
  await expect(page.getByText('需要你处理')).toBeVisible()

  const [line] = await orderOf(orderId)
  const bill = page.getByRole('table', { name: '金额明细' })
  const said = async (name: string) => cents(await bill.getByRole('row', { name }).getByRole('cell').innerText())
  expect(await said('买家付款')).toBe(cents(line?.gross.amount ?? ''))
  expect(await said('净额')).toBe(cents(line?.net.amount ?? ''))
  expect(await said('应得金额')).toBe(cents(line?.received.amount ?? ''))
  expect(await said('冻结')).toBe(cents(dispute.amount))
  // The figures on the page add up: the buyer's payment less the fees is the net amount.
  expect((await said('买家付款')) + (await said('平台佣金')) + (await said('手续费'))).toBe(await said('净额'))
  await expect(page.getByRole('listitem').filter({ hasText: '买家提出纠纷，款项冻结' })).toBeVisible()
})

test('the sums of the lists equal the ledger’s buckets, and the rows of a one-page list add up to its sum', async ({ page }) => {
  const { name, sellerId } = personOf('shenzhen')
  await enter(page, name)
  await page.getByRole('navigation', { name: '主导航' }).first().getByRole('link', { name: '放款' }).click()
  const lists = page.getByRole('navigation', { name: '按状态查看' })
  await expect(lists).toBeVisible()
  await compareWithBooks(sellerId, async (books) => {
    for (const [list, bucket] of [
      ['待放款', 'pending'],
      ['冻结中', 'frozen'],
      ['保证金', 'reserve'],
    ] as const) {
      const figures = lists.getByRole('link', { name: new RegExp(`^${list}`) }).locator('.figures')
      expect((await figures.allInnerTexts()).map(cents)).toEqual(['CNY', 'USD'].map((currency) => cents(books[currency]?.[bucket] ?? '')))
    }
  })
  await lists.getByRole('link', { name: /^冻结中/ }).click()
  await expect(page).toHaveURL(/show=held$/)
  await page.getByRole('navigation', { name: '币种' }).getByRole('link', { name: 'USD' }).click()
  await expect(page).toHaveURL(/show=held&currency=USD$/)
  await expect(rows(page).first()).toBeVisible()
  const amounts = await rows(page).locator('.figures').allInnerTexts()
  expect(amounts.length).toBeLessThan(25)
  await compareWithBooks(sellerId, async ({ USD }) => expect(sum(amounts)).toBe(sum([USD?.frozen])))
})

test('a list is filtered by reason and paged forward and back, and its address can be shared', async ({ page }) => {
  await enter(page, personOf('large').name)
  await go(page, (at) => at.releases())
  await page
    .getByRole('navigation', { name: '原因' })
    .getByRole('link', { name: /^等待妥投/ })
    .click()
  await expect(page).toHaveURL(/reason=delivery$/)
  await expect(rows(page)).toHaveCount(25)
  await expect(rows(page).filter({ hasNotText: '等待妥投' })).toHaveCount(0)
  const first = await rows(page).allInnerTexts()
  await page.getByRole('link', { name: '下一页' }).click()
  await expect(page).toHaveURL(/reason=delivery&next=/)
  await expect.poll(() => rows(page).first().innerText()).not.toBe(first[0])
  await page.getByRole('link', { name: '上一页' }).click()
  await expect.poll(() => rows(page).allInnerTexts()).toEqual(first)
  const address = page.url()
  await go(page, (at) => at.overview())
  await page.goto(address)
  await expect.poll(() => rows(page).allInnerTexts()).toEqual(first)
})

test('80.00 released early with a margin of 4.00: the list of releases says 76.00 and that day, every list of what waits the 4.00', async ({
  page,
}) => {
  const { name, sellerId } = personOf('shenzhen')
  const sale = paid('80.00')
  const { order_id, line_id } = sale.data
  const margin = { currency: 'USD', amount: '4.00' }
  await post(sellerId, sale, { type: 'order.released', data: { order_id, line_id, margin, margin_until: '2099-01-02T00:00:00Z' } })
  await enter(page, name)
  const row = rows(page).filter({ hasText: order_id })
  await go(page, (at) => at.releases('?show=released'))
  await expect(row).toContainText('$76.00')
  await expect(row).toContainText(/已放款.*\d+月\d+日 放款/s)
  await go(page, (at) => at.releases('?show=all'))
  await expect(row).toContainText(/放款保证金.*预计 2099年1月2日 退回.*\$4\.00/s)
})

test('an order is found by its number; another store’s order, entry or form is not found', async ({ page }) => {
  await enter(page, personOf('shenzhen').name)
  await go(page, (at) => at.releases('?show=held'))
  const { orderId } = dispute
  await page.getByRole('searchbox').fill(orderId)
  await page.getByRole('button', { name: '查找' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(orderId)

  await page.context().clearCookies()
  await enter(page, personOf('large').name)
  const at = pagesOf(page)
  for (const path of [
    at.order(orderId),
    at.order('none'),
    at.entry('USD', 999_999_999),
    `${at.activity('USD')}/01`,
    at.newRequest({ order: 'none', line: '1' }),
  ]) {
    expect([path, (await page.goto(path))?.status()]).toEqual([path, 404])
    await expect(page.getByRole('heading', { level: 1, name: '没有这个页面' })).toBeVisible()
  }
  await go(page, (at) => at.releases(`?order=${orderId}`))
  await expect(page.getByText(`没有找到订单 ${orderId}`)).toBeVisible()
})

test('the page of an order passes the checks on a phone, in each language', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 })
  for (const [story, locale] of [
    ['shenzhen', 'zh-CN'],
    ['taiwan', 'zh-TW'],
    ['hongkong-outdoor', 'en'],
  ] as const) {
    // prettier-ignore
    await page.context().clearCookies()
    await enter(page, personOf(story).name)
    for (const list of [pagesOf(page).releases(), pagesOf(page).releases({ show: 'all' })]) {
      await page.goto(list)
      // Digits only: orders that other journeys post have letters in their numbers.
      await rows(page).getByRole('link', { name: /^\d+$/ }).first().click()
      await expect(page.getByRole('heading', { level: 1 })).toContainText(/\d/)
      await speaks(page, locale)
      await fits(page)
      await accessible(page)
    }
  }
})
