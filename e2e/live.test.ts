import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, type Page, test } from '@playwright/test'
import { paths, storePaths } from '#server/platform/paths.ts'
import { enter, pagesOf, paid, personOf, portalTime, post } from './demo.ts'

// Open pages show an event of the backend without a reload, and catch up after a lost connection.

const pendingOf = (page: Page) => page.getByRole('region', { name: 'USD' }).getByRole('link', { name: /Pending release|待放款|待撥款/ })

/**
 * Opens a page and waits for its live stream. An event posted earlier would come with the first state instead of as a change. The wait
 * begins once the new page is committed, because the page before it has a stream too.
 */
async function live(page: Page, path = pagesOf(page).overview()): Promise<void> {
  await page.goto(path, { waitUntil: 'commit' })
  await page.waitForResponse(/balances\.live/)
  await page.waitForLoadState()
}

const amount = async (page: Page) => pendingOf(page).locator('.figures').innerText()

test('an event is shown within a second, animates once, and its rows are marked for two seconds', async ({ page }) => {
  const { name, sellerId } = personOf('shenzhen')
  await enter(page, name)
  await live(page)
  const before = await amount(page)
  await post(sellerId, paid('1234.56'))
  const accepted = performance.now()
  await expect.poll(() => amount(page), { intervals: [20] }).not.toBe(before)
  expect(performance.now() - accepted).toBeLessThan(1000)
  const marked = page.locator('[data-marked]')
  await expect(marked).toHaveCount(2)
  await expect(marked.last()).toContainText('$1,234.56')
  await expect(marked).toHaveCount(0, { timeout: 4000 })
  // After its animation the figure is plain text again, for copying and for screen readers.
  await expect(pendingOf(page).locator('.figures [aria-hidden]')).toHaveCount(0)
  await expect(page.locator('output').filter({ hasText: '账户总额' })).toContainText('USD')
})

test('the list of a currency is live too, and prefers-reduced-motion is respected', async ({ page }) => {
  const { name, sellerId } = personOf('large')
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await enter(page, name)
  await live(page, pagesOf(page).activity('CNY'))
  await post(sellerId, paid('77.01', 'CNY'))
  const row = page.getByRole('row').filter({ hasText: '¥77.01' }).first()
  await expect(row).toBeVisible()
  await expect(row).toHaveAttribute('data-marked', '')
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
})

test('an event without movements is live too: a shipped order waits for delivery on its page, in the list and beside its payment', async ({
  page,
  context,
}) => {
  const { name, sellerId } = personOf('shenzhen')
  const sale = paid('12.34')
  const { order_id, line_id } = sale.data
  await post(sellerId, sale)
  await enter(page, name)
  await live(page, pagesOf(page).order(order_id))
  await expect(page.getByText('等待发货')).toBeVisible()
  const list = await context.newPage()
  await live(list, pagesOf(page).releases({ reason: 'shipment' }))
  const chip = list.getByRole('navigation', { name: '原因' }).getByRole('link', { name: /^等待发货/ })
  const before = await chip.innerText()
  const entry = await context.newPage()
  await entry.goto(pagesOf(page).activity('USD', { ref: order_id }))
  await live(entry, (await entry.getByRole('row').getByRole('link', { name: '订单付款' }).getAttribute('href')) ?? '')
  await expect(entry.getByText('已发货')).toBeHidden()
  await post(sellerId, { type: 'order.shipped', data: { order_id, line_id, at: await portalTime() } })
  await expect(page.getByText('等待妥投')).toBeVisible()
  await expect.poll(() => chip.innerText()).not.toBe(before)
  await expect(entry.getByText('已发货')).toBeVisible()
})

test('a page that was offline says since when, and catches up by itself', async ({ page, context }) => {
  const { name, sellerId } = personOf('hongkong-outdoor')
  await enter(page, name)
  await live(page)
  const before = await amount(page)
  await context.setOffline(true)
  await page.evaluate(() => window.dispatchEvent(new Event('online'))) // the page reconnects its stream, which fails
  await expect(page.getByText('Live updates paused')).toBeVisible({ timeout: 10_000 })
  await post(sellerId, paid('5.55'))
  expect(await amount(page)).toBe(before)
  await context.setOffline(false)
  await expect.poll(() => amount(page), { timeout: 15_000 }).not.toBe(before)
  await expect(page.getByText('Live updates paused')).toBeHidden()
})

test('an open page reloads itself when the store’s day ends, without any event', async ({ page }) => {
  await page.clock.install()
  await enter(page, personOf('quiet').name)
  await live(page)
  const asked = page.waitForRequest((request) => request.headers().rsc === '1' && !request.headers()['next-router-prefetch'])
  await page.clock.fastForward('25:00:00')
  expect(new URL((await asked).url()).pathname).toBe(pagesOf(page).overview())
})

/** A proxy before the portal that can be shut and reopened: the browser sees a server that stops and starts again. */
async function doorTo(target: string) {
  const { port } = new URL(target)
  const server = http.createServer((request, response) => {
    const onward = http.request({ port, path: request.url, method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
      // A stream that the browser closes must be closed at the portal too.
      response.on('close', () => answer.destroy())
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  const open = (at: number) => new Promise<void>((done) => server.listen(at, 'localhost', done))
  await open(0)
  const at = (server.address() as AddressInfo).port
  return {
    url: `http://localhost:${at}`,
    reopen: () => open(at),
    shut: () => new Promise<void>((done) => (server.close(() => done()), server.closeAllConnections())),
  }
}

test('after a restart of the server an open page catches up without a reload', async ({ page, baseURL }) => {
  const { name, sellerId } = personOf('shenzhen')
  const door = await doorTo(baseURL ?? '')
  await enter(page, name)
  await live(page, door.url + pagesOf(page).overview())
  await page.evaluate(() => Object.assign(window, { sameDocument: true }))
  const before = await amount(page)
  await door.shut()
  await expect(page.getByText('实时更新已中断')).toBeVisible({ timeout: 10_000 })
  await post(sellerId, paid('3.21'))
  await door.reopen()
  await expect.poll(() => amount(page), { timeout: 20_000 }).not.toBe(before)
  await expect(page.getByText('实时更新已中断')).toBeHidden()
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
  await door.shut()
})

test('a stream of another session or without one is refused, and a stream ends with its session', async ({ page, request }) => {
  const refused = await request.get(storePaths('2222222222').live(), { headers: { accept: 'text/event-stream' } })
  expect(await refused.text()).toContain('"httpStatus":401')
  const { name } = personOf('taiwan')
  const at = await enter(page, name)
  await live(page)
  const other = await page.context().browser()?.newContext({ locale: 'zh-TW' })
  const second = await other?.newPage()
  if (!second) throw new Error('no second browser')
  await enter(second, name)
  const answer = await second.request.post('/api/trpc/people.endOtherSessions', {
    headers: { origin: new URL(second.url()).origin, 'content-type': 'application/json' },
    data: '',
  })
  expect(answer.status()).toBe(200)
  await expect(page).toHaveURL(paths.signIn({ next: at.overview() }), { timeout: 10_000 })
  await other?.close()
})
