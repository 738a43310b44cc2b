import { expect, type Page, test } from '@playwright/test'
import { HISTORY } from '#demo/schedule.ts'
import { accessible, cents, compareWithBooks, dayOf, dispute, enter, fits, go, pagesOf, personOf } from './demo.ts'

// Activity: filters, entries and the closing balance of a day.

const rows = (page: Page) => page.getByRole('row').filter({ has: page.getByRole('cell') })

test('a filtered list has an address to share and to return to', async ({ page, browser, baseURL }) => {
  const { name } = personOf('shenzhen')
  await page.setViewportSize({ width: 360, height: 800 })
  await enter(page, name)
  await go(page, (at) => at.activity('USD'))
  await page.getByRole('link', { name: '近 90 天' }).click()
  await expect(page).toHaveURL(/\?period=90d$/)
  await page.getByText('按类型、状态、日期、金额筛选').click()
  await page.getByRole('checkbox', { name: /^冻结/ }).check()
  await page.getByLabel('最低金额').fill('1,204.50')
  await page.getByLabel('最高金额').fill('¥1204.5')
  await page.getByRole('button', { name: '查看流水' }).click()
  await expect(page).toHaveURL(/\/activity\/USD\?type=hold&period=90d&least=1204.50&most=1204.5$/)
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).first()).toContainText(dispute.orderId)
  await expect(rows(page).first()).toContainText(dispute.amount)
  await fits(page)
  await accessible(page)

  // The address opens the same list on another device of the same store.
  const other = await browser.newContext({ ...(baseURL ? { baseURL } : {}) })
  const colleague = await other.newPage()
  await colleague.setViewportSize({ width: 360, height: 800 })
  await enter(colleague, name)
  await colleague.goto(page.url())
  await expect(rows(colleague)).toHaveCount(1)
  await expect(rows(colleague)).toHaveText(await rows(page).allTextContents())
  await other.close()

  // An entry links to the other movements of its order, and back to the same filtered list.
  const list = page.url()
  await rows(page)
    .getByRole('link', { name: /^冻结 \$1,204\.50，\d\d:\d\d$/ })
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('冻结')
  await expect(page.getByRole('heading', { name: '该订单的全部流水' })).toBeVisible()
  await expect(rows(page).filter({ hasText: '订单付款' })).toHaveCount(1)
  await fits(page)
  await accessible(page)
  await page.getByRole('link', { name: '返回列表' }).click()
  await expect(page).toHaveURL(list)
  await page.getByRole('link', { name: /冻结.*移除此条件/ }).click()
  await expect(page).toHaveURL(/\?period=90d&least=1204.50&most=1204.5$/)
})

test('a saved view opens its list from another currency, is private, and can be removed', async ({ page, browser, baseURL }) => {
  await page.setViewportSize({ width: 360, height: 800 })
  await enter(page, personOf('shenzhen').name)
  await go(page, (at) => at.activity('USD', '?type=refund&period=90d'))
  await page.getByText('保存为常用筛选').click()
  await page.getByLabel('名称').fill(' 近期退款 ')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  const views = page.getByRole('navigation', { name: '常用筛选' })
  await expect(views.getByRole('link', { name: '近期退款' })).toHaveAttribute('aria-current', 'true')
  await expect(page.getByText('保存为常用筛选')).toBeHidden()
  await fits(page)
  await accessible(page)

  await go(page, (at) => at.activity('CNY', '?bucket=frozen'))
  await page.getByText('保存为常用筛选').click()
  await page.getByLabel('名称').fill('近期退款')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByText('已有同名的常用筛选')).toBeVisible()
  await expect(page.getByLabel('名称')).toHaveValue('近期退款')
  await accessible(page)
  await views.getByRole('link', { name: '近期退款 USD' }).click()
  await expect(page).toHaveURL(/\/activity\/USD\?type=refund&period=90d$/)

  const other = await browser.newContext({ ...(baseURL ? { baseURL } : {}) })
  const colleague = await other.newPage()
  await enter(colleague, '王海涛')
  await go(colleague, (at) => at.activity('USD'))
  await expect(colleague.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(colleague.getByText('近期退款')).toHaveCount(0)
  await other.close()

  await page.getByRole('button', { name: '删除此常用筛选' }).click()
  await expect(views).toBeHidden()
  await expect(page).toHaveURL(/\/activity\/USD\?type=refund&period=90d$/)
})

test('entries of fully refunded or cancelled lines can be filtered by status, paged through, and left for the list', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 })
  await enter(page, personOf('shenzhen').name)
  await go(page, (at) => at.activity('USD'))
  await page.getByText('按类型、状态、日期、金额筛选').click()
  await page.getByRole('radio', { name: /^已取消、退回或全额退款/ }).check()
  await page.getByRole('button', { name: '查看流水' }).click()
  await expect(page).toHaveURL(/\/activity\/USD\?status=reversed$/)
  await expect(rows(page).nth(1)).toBeVisible()
  const list = page.url()
  const entry = (at: number) => rows(page).nth(at).getByRole('cell').nth(1).getByRole('link')
  const second = (await entry(1).getAttribute('href')) ?? ''
  await entry(0).click()
  await expect(page.getByText('所属子订单已取消或全额退款，或提现已取消或被退回。')).toBeVisible()
  await fits(page)
  await accessible(page)
  await page.getByRole('link', { name: '更早的一笔' }).click()
  await expect(page).toHaveURL(new RegExp(`${second.replaceAll('?', '\\?')}$`))
  await expect(page.getByText('所属子订单已取消或全额退款，或提现已取消或被退回。')).toBeVisible()
  await page.getByRole('link', { name: '返回列表' }).click()
  await expect(page).toHaveURL(list)
  await page.getByRole('link', { name: /已取消、退回或全额退款.*移除此条件/ }).click()
  await expect(page).toHaveURL(/\/activity\/USD$/)
})

test('the reason why an order isn’t released is shown beside its payment, until it is cancelled or refunded', async ({ page }) => {
  await enter(page, personOf('shenzhen').name)
  for (const [status, answers] of [
    ['waiting', 1],
    ['reversed', 0],
  ] as const) {
    await go(page, (at) => at.activity('USD', `?type=payment&status=${status}`))
    await rows(page)
      .first()
      .getByRole('link', { name: /^订单付款/ })
      .click()
    await expect(page.getByText('买家可以直接付款到我的资金账户吗？')).toBeVisible()
    await expect(page.getByText('这笔订单为什么还没有放款？')).toHaveCount(answers)
  }
})

test('a printed list shows its store, time, zone and filter, and omits the frame', async ({ page }) => {
  const { name, store } = personOf('shenzhen')
  await enter(page, name)
  await go(page, (at) => at.activity('USD', '?status=settled'))
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  const main = page.getByRole('main')
  await expect(main.getByText(store)).toBeVisible()
  await expect(main.getByText(/^20\d\d年/).first()).toBeVisible()
  await expect(main.getByText('时间均为 GMT+8')).toBeVisible()
  await expect(main.getByRole('list', { name: '当前筛选条件' }).getByText('已结清')).toBeVisible()
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await expect(page.getByRole('searchbox')).toHaveCount(0)
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)')
})

test('an order is found by its number, and an unknown number says so', async ({ page }) => {
  await enter(page, personOf('shenzhen').name)
  await go(page, (at) => at.activity('USD'))
  const order = dispute.orderId
  await page.getByLabel('订单号、子订单号或事件号').fill(` ${order} `)
  await page.getByRole('button', { name: '查找' }).click()
  await expect(page).toHaveURL(new RegExp(`\\?ref=${order}$`))
  await expect(rows(page).first()).toContainText(order)
  await expect(rows(page).filter({ hasNotText: order })).toHaveCount(0)
  await go(page, (at) => at.activity('USD', '?ref=no-such-order'))
  await expect(page.getByText('没有单号为 no-such-order 的流水')).toBeVisible()
})

test('an invalid filter value is reported and stays in its field until it is corrected', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 })
  await enter(page, personOf('shenzhen').name)
  await go(page, (at) => at.activity('USD'))
  await page.getByText('按类型、状态、日期、金额筛选').click()
  await page.getByRole('radio', { name: /^已结清/ }).check()
  await page.getByLabel('最低金额').fill('1,204.505')
  await page.getByRole('button', { name: '查看流水' }).click()
  await expect(page).toHaveURL(/\/activity\/USD\?status=settled&least=1%2C204\.505$/)
  await expect(page.getByText('有筛选条件无法识别')).toBeVisible()
  await expect(page.getByLabel('最低金额')).toHaveValue('1,204.505')
  await expect(page.getByLabel('最低金额')).toHaveAccessibleDescription('此项无法识别，请改正或留空。')
  await fits(page)
  await accessible(page)
  await page.getByLabel('最低金额').fill('1,204.50')
  await page.getByRole('button', { name: '查看流水' }).click()
  await expect(page).toHaveURL(/\/activity\/USD\?status=settled&least=1204\.50$/)
  await expect(page.getByText('有筛选条件无法识别')).toBeHidden()
})

test('an address with invalid characters in a number is a 404, or says that nothing has that number', async ({ page }) => {
  await enter(page, personOf('shenzhen').name)
  const at = pagesOf(page)
  const broken = [at.order('a\0b'), at.newRequest({ order: 'a\0b', line: '1' }), at.activity('\0'), `${at.activity('USD')}/%00`]
  for (const nowhere of broken) expect((await page.goto(nowhere))?.status(), nowhere).toBe(404)
  await go(page, (at) => at.releases('?order=a%00b'))
  await expect(page.getByText(/^没有找到订单/)).toBeVisible()
  await go(page, (at) => at.activity('USD', '?ref=a%00b'))
  await expect(page.getByText('有筛选条件无法识别')).toBeVisible()
  await go(page, (at) => at.calendar('?currency=USD&day=0000-01-01'))
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})

test('a day’s closing balance is opening plus movements and the next day’s opening, and today’s is the present balance', async ({
  page,
}) => {
  const { name, sellerId } = personOf('shenzhen')
  await enter(page, name)
  await go(page, (at) => at.activity('USD'))
  await page.getByRole('link', { name: '查看某日余额' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('结束时的美元余额')
  const table = page.getByRole('table', { name: '各项目的期初、转入、转出与期末' })
  const shown = rows(page)
    .filter({ has: page.locator('.figures') })
    .and(table.getByRole('row'))
  const figures = async () => {
    await expect(shown).toHaveCount(7)
    return Promise.all(
      (await shown.all()).map(async (row) => {
        const [opening = 0n, come = 0n, gone = 0n, closing = 0n] = (await row.locator('td:visible .figures').allInnerTexts()).map(cents)
        return { opening, come, gone, closing }
      }),
    )
  }
  const day = await figures()
  await expect(table.getByRole('rowheader')).toHaveText(['可用余额', '提现处理中', '待放款', '放款保证金', '冻结', '待扣回', '账户总额'])
  for (const { opening, come, gone, closing } of day) expect(opening + come + gone).toBe(closing)
  await accessible(page)

  await page.getByRole('navigation', { name: '前后一天' }).getByRole('link', { name: '后一天' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('今日美元余额')
  await expect(page).toHaveURL(/day\?date=/)
  await compareWithBooks(sellerId, async ({ USD }) => {
    const today = await figures()
    expect(today.map(({ opening }) => opening)).toEqual(day.map(({ closing }) => closing))
    expect(today.at(-1)?.closing).toBe(cents(USD?.total ?? ''))
  })

  const before = dayOf(-HISTORY - 1)
  await page.getByRole('textbox', { name: '日期' }).fill(before)
  await page.getByRole('button', { name: '查看' }).click()
  await expect(page).toHaveURL(new RegExp(`day\\?date=${before}$`))
  await expect(page.getByText('当日没有资金变动')).toBeVisible()
})
