import { expect, type Page, test } from '@playwright/test'
import { paths } from '#server/platform/paths.ts'
import { accessible, enter, fits, go, pagesOf, personOf } from './demo.ts'

// Settings, help, shortcuts and the total in one currency.
test.describe.configure({ mode: 'default' })

const quiet = personOf('quiet')

test('the owner chooses the store’s time zone, it applies on every page, and a viewer is told who may change it', async ({ page }) => {
  await enter(page, quiet.name)
  for (const [zone, said] of [
    ['Asia/Tokyo', 'GMT+9'],
    ['Asia/Shanghai', 'GMT+8'],
  ] as const) {
    await go(page, (at) => at.settings())
    await page.getByLabel('店铺时区').selectOption(zone)
    await page.getByRole('button', { name: '保存时区' }).click()
    await expect(page.getByText('时区已保存。')).toBeVisible()
    await go(page, (at) => at.overview())
    await expect(page.getByText(`时间均为 ${said}`)).toBeVisible()
  }
  await page.context().clearCookies()
  await enter(page, 'Marcus Wong')
  await go(page, (at) => at.settings())
  await expect(page.getByLabel('Time zone of the store')).toBeDisabled()
  await expect(page.getByText('Only the owner and managers of the store can change it.')).toBeVisible()
  await go(page, (at) => at.team())
  await expect(page.getByText('Only the owner sees the team and invites people.')).toBeVisible()
})

test('an owner invites a colleague, sends the invitation again and withdraws it', async ({ page }) => {
  const email = `colleague-${Date.now()}@chaju.example`
  await enter(page, quiet.name)
  await go(page, (at) => at.team())
  await page.getByLabel('同事的邮箱').fill(email)
  await page.getByLabel('角色').selectOption('viewer')
  await page.getByRole('button', { name: '发送邀请', exact: true }).click()
  await expect(page.getByText(`邀请已发送到 ${email}。`)).toBeVisible()
  await page.getByRole('button', { name: `重新发送给 ${email}` }).click()
  await expect(page.getByRole('listitem').filter({ hasText: email })).toContainText('已发送 2 次')
  await accessible(page)
  await page.getByRole('button', { name: `撤回给 ${email} 的邀请` }).click()
  await expect(page.getByText('没有待接受的邀请。')).toBeVisible()
})

test('the help is searched without script, by part of a Chinese word, and its address can be shared', async ({
  page,
  browser,
  baseURL,
}) => {
  await enter(page, quiet.name)
  const still = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
    baseURL: baseURL ?? '',
  })
  const plain = await still.newPage()
  await plain.goto(pagesOf(page).help())
  await plain.getByRole('searchbox').fill('手续')
  await plain.getByRole('button', { name: '搜索' }).click()
  await expect(plain).toHaveURL(/\/help\?q=/)
  await expect(plain.getByRole('heading', { name: '提现要付多少手续费？' })).toBeVisible()
  await expect(plain.getByRole('heading', { name: '我的钱在哪里？' })).toHaveCount(0)
  await go(plain, (at) => at.help({ q: '蛇颈龙' }))
  await expect(plain.getByText('没有找到与“蛇颈龙”有关的回答')).toBeVisible()
  await still.close()
})

test('a form sent after the session has ended redirects to the sign-in, and then back', async ({ page }) => {
  await enter(page, quiet.name)
  await go(page, (at) => at.settings())
  const settings = pagesOf(page).settings()
  await page.context().clearCookies({ name: 'session' })
  await page.getByRole('button', { name: '保存时区' }).click()
  await page.waitForURL(/\/sign-in\?/)
  expect(new URL(page.url()).searchParams.get('next')).toBe(settings)
})

test('a page’s help text is the same as on the help page', async ({ page }) => {
  await enter(page, personOf('shenzhen').name)
  await go(page, (at) => at.activity('USD', '?bucket=pending'))
  await page.getByText('这笔订单为什么还没有放款？').click()
  const answer = page.getByText('放款要同时满足两个条件')
  await expect(answer).toBeVisible()
  await page.getByRole('link', { name: '更多问题与解答' }).click()
  await expect(page).toHaveURL(/\/help#release$/)
  await expect(answer.first()).toBeInViewport()
})

test('keyboard shortcuts open pages, do nothing while a person types, and can be turned off', async ({ page }) => {
  await enter(page, quiet.name)
  const sheet = page.getByRole('dialog', { name: '键盘快捷键' })
  await expect(async () => {
    await page.keyboard.press('?')
    await expect(sheet).toBeVisible({ timeout: 500 })
  }).toPass()
  await accessible(page)
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await expect(page).toHaveURL(/\/help$/)
  await expect(page.getByRole('searchbox')).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox')).toBeFocused()
  await page.keyboard.type('go?')
  await expect(page.getByRole('searchbox')).toHaveValue('go?')
  await expect(sheet).toBeHidden()
  await page.locator('#main').getByRole('button', { name: '停用' }).click()
  await expect(page.locator('#main').getByRole('button', { name: '停用' })).toHaveAttribute('aria-pressed', 'true')
  await page.locator('#main').focus()
  await page.keyboard.press('?')
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect(sheet).toBeHidden()
  await expect(page).toHaveURL(/\/help$/)
  await page.getByRole('button', { name: /设置/ }).click()
  await page.getByRole('button', { name: '键盘快捷键' }).click()
  await expect(sheet).toBeVisible()
})

test('the total in one currency shows the rate, its time and the word “indicative”, and the choice persists', async ({ page }) => {
  await enter(page, personOf('shenzhen').name)
  const together = page.getByRole('region', { name: '合计' })
  await expect(together).toContainText('仅供参考')
  await expect(together).toContainText(/1 USD = 7\.\d+ CNY/)
  // Repeated, because another journey may post an order of this store between the two readings.
  await expect(async () => {
    await together.getByRole('button', { name: 'CNY' }).click()
    await expect(together.locator('.figures').first()).toContainText('¥')
    const cny = await figure(together.locator('.figures').first())
    await together.getByRole('button', { name: 'USD' }).click()
    await expect(together.getByRole('button', { name: 'USD' })).toHaveAttribute('aria-pressed', 'true')
    await page.reload()
    await expect(together.locator('.figures').first()).toContainText('$')
    const usd = await figure(together.locator('.figures').first())
    const rate = /1 USD = ([\d.]+) CNY/.exec(await together.innerText())?.[1]
    // Each part is rounded to a cent on its own, so the two totals may differ by a few cents.
    expect(Math.abs(usd * Number(rate) - cny)).toBeLessThan(0.1)
  }).toPass()
})

test('every page links to the marketplace’s support, also before the sign-in and on a 404', async ({ page }) => {
  for (const path of [paths.signIn(), paths.forgot(), paths.invitation()]) {
    await page.goto(path)
    await expect(page.getByRole('contentinfo').getByRole('link'), path).toHaveAttribute('href', /^mailto:/)
  }
  await enter(page, quiet.name)
  const at = pagesOf(page)
  for (const path of [at.overview(), at.activity('USD'), at.settings(), at.security(), at.help(), '/nowhere']) {
    await page.goto(path)
    await expect(page.getByRole('main').getByRole('link', { name: '联系客服' }).last(), path).toHaveAttribute('href', /^mailto:/)
  }
})

test('a page without a live stream says since when it is offline', async ({ page, context }) => {
  await enter(page, quiet.name)
  await go(page, (at) => at.settings())
  await expect(async () => {
    await context.setOffline(false)
    await context.setOffline(true)
    await expect(page.getByText(/从 \d\d:\d\d 起已离线/)).toBeVisible({ timeout: 500 })
  }).toPass()
  await fits(page)
  await context.setOffline(false)
  await expect(page.getByText('网络断开了')).toBeHidden()
})

/** A figure of a page as a number, exact enough to compare two totals. */
async function figure(at: ReturnType<Page['locator']>): Promise<number> {
  return Number((await at.innerText()).replaceAll(/[^0-9.]/g, ''))
}
