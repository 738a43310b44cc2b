import { expect, type Page, test } from '@playwright/test'
import sharp from 'sharp'
import cn from '#server/messages/zh-CN/requests.json' with { type: 'json' }
import tw from '#server/messages/zh-TW/requests.json' with { type: 'json' }
import en from '#server/messages/en/requests.json' with { type: 'json' }
import type { Locale } from '#server/platform/locale.ts'
import { paths } from '#server/platform/paths.ts'
import { accessible, enter, fits, go, pagesOf, paid, personOf, portalTime, post, speaks } from './demo.ts'
import { readers } from './pages.ts'

// A parcel has arrived and its money still waits: the seller requests its release with a photo.

// Not in parallel: a person's second upload waits for the first.
test.describe.configure({ mode: 'default' })

const person = personOf('shenzhen')
const requestWords = { 'zh-CN': cn, 'zh-TW': tw, en }

/** Posts an order of the store that has been shipped and waits for its release. */
async function shippedOrder(): Promise<{ order: string; line: string }> {
  const sale = paid('1204.50')
  const { order_id: order, line_id: line } = sale.data
  await post(person.sellerId, sale)
  await post(person.sellerId, { type: 'order.shipped', data: { order_id: order, line_id: line, at: await portalTime() } })
  return { order, line }
}

test('a release can be requested with a photo on a phone; the list has it, and the photo has lost its location', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 780 })
  await enter(page, person.name)
  const { order, line } = await shippedOrder()
  await go(page, (at) => at.newRequest({ order, line }))
  await expect(page.getByRole('main')).toContainText('1,204.50')
  await accessible(page)
  await fits(page)
  await speaks(page, 'zh-CN')

  const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
    .withExif({ IFD0: { Copyright: 'CANARY' } })
    .jpeg()
    .toBuffer()
  await page.getByLabel('妥投证明').setInputFiles({ name: 'IMG_0001.JPG', mimeType: 'image/jpeg', buffer: photo })
  await page.getByLabel('给平台的说明').fill('已由本人签收')
  await page.getByRole('button', { name: '提交请款' }).click()
  await page.waitForURL(/\/requests\?asked/)
  const card = page.getByRole('listitem').filter({ hasText: order }).first()
  await expect(card).toContainText('等待平台答复')
  await expect(card).toContainText('已由本人签收')
  await accessible(page)
  await fits(page)

  const link = card.getByRole('link', { name: /^照片 · [\d.]+ kB 订单 / })
  const answer = await page.request.get((await link.getAttribute('href')) ?? '')
  const headers = answer.headers()
  expect(headers['content-disposition']).toMatch(/^attachment; filename="proof-[0-9a-f]{8}\.jpg"$/)
  expect([headers['content-type'], headers['x-content-type-options'], headers['content-security-policy']]).toEqual([
    'image/jpeg',
    'nosniff',
    "default-src 'none'; sandbox",
  ])
  const bytes = await answer.body()
  expect([bytes.includes('CANARY'), (await sharp(bytes).metadata()).width]).toEqual([false, 60])

  await go(page, (at) => at.newRequest({ order, line }))
  await expect(page.getByRole('main')).toContainText('已经请过款')
})

test('an open list shows a colleague’s new request without a reload', async ({ page, context }) => {
  await enter(page, person.name)
  const { order, line } = await shippedOrder()
  await go(page, (at) => at.requests())
  await expect(page.getByText(order)).toHaveCount(0)
  const other = await context.newPage()
  await other.goto(pagesOf(page).newRequest({ order, line }))
  await other.getByLabel('妥投证明').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
  await other.getByRole('button', { name: '提交请款' }).click()
  await other.waitForURL(/\/requests\?asked/)
  await expect(page.getByRole('link', { name: `订单 ${order}`, exact: true })).toBeVisible()
})

test('a request links to its order, and the order shows the request’s status and links back', async ({ page }) => {
  await enter(page, person.name)
  for (const [state, said] of [
    ['未通过', '证明看不清'],
    ['等待平台答复', '等待平台答复'],
  ] as const) {
    await go(page, (at) => at.requests())
    // prettier-ignore
    const card = page.getByRole('listitem').filter({ hasText: state }).last()
    const id = await card.getAttribute('id')
    await card.getByRole('link', { name: /^订单/ }).click()
    await expect(page).toHaveURL(/\/releases\/[\w.:-]+$/)
    await expect(page.getByRole('main')).toContainText(said)
    await page.getByRole('link', { name: '查看请款' }).click()
    await expect(page).toHaveURL(new RegExp(String.raw`requests\?at=${id}#${id}$`))
  }
})

test('a file that is not a photo despite its name is refused with the reason, and not stored', async ({ page }) => {
  await enter(page, person.name)
  const { order, line } = await shippedOrder()
  await go(page, (at) => at.newRequest({ order, line }))
  await page
    .getByLabel('妥投证明')
    .setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<svg onload="alert(1)"/>') })
  await page.getByRole('button', { name: '提交请款' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('不是 JPG、PNG 或 PDF')
  await go(page, (at) => at.requests())
  await expect(page.getByText(order)).toHaveCount(0)
})

/** Fills in the form of an order and sends it. */
async function send(page: Page, name: string, buffer: Buffer) {
  await page.getByLabel('妥投证明').setInputFiles({ name, mimeType: 'image/jpeg', buffer })
  await page.getByLabel('给平台的说明').fill('收件人已签收，\n见照片')
  await page.getByRole('button', { name: '提交请款' }).click()
}

for (const javaScriptEnabled of [true, false])
  test(`when the session ends while the form is open, the sign-in says so and the note is kept (script: ${javaScriptEnabled})`, async ({
    page,
    browser,
    baseURL,
  }) => {
    await enter(page, person.name)
    const { order, line } = await shippedOrder()
    const context = await browser.newContext({
      javaScriptEnabled,
      storageState: await page.context().storageState(),
      ...(baseURL && { baseURL }),
    })
    const form = await context.newPage()
    await form.goto(pagesOf(page).newRequest({ order, line }))
    const session = await context.cookies()
    await context.clearCookies({ name: 'session' })
    await send(form, 'slip.jpg', Buffer.from('%PDF-1.7'))
    await form.waitForURL(/\/sign-in\?/)
    await expect(form.getByRole('main')).toContainText('You have been signed out') // in the browser’s language
    const next = new URL(form.url()).searchParams.get('next') ?? ''
    await context.addCookies(session)
    await form.goto(next)
    await expect(form.getByRole('main').getByRole('alert')).toContainText('登录已过期，刚才没有提交成功')
    await expect(form.getByRole('main').getByRole('alert')).toContainText('请重新选择文件')
    await expect(form.getByLabel('给平台的说明')).toHaveValue('收件人已签收，\n见照片')
    await send(form, 'slip.pdf', Buffer.from('%PDF-1.7'))
    await form.waitForURL(/\/requests\?asked/)
    await context.close()
    await go(page, (at) => at.requests()) // in the page with script, which the streamed list needs
    await expect(page.getByRole('listitem').filter({ hasText: order }).first()).toContainText('见照片')
  })

test('a refused file is named, and the typed text is kept', async ({ page }) => {
  await enter(page, person.name)
  const { order, line } = await shippedOrder()
  await go(page, (at) => at.newRequest({ order, line }))
  await send(page, '签收 照片.jpg', Buffer.from('<svg/>'))
  const alert = page.getByRole('main').getByRole('alert')
  await expect(alert).toContainText('不是 JPG、PNG 或 PDF')
  await expect(alert).toContainText('签收 照片.jpg')
  await expect(page.getByLabel('给平台的说明')).toHaveValue('收件人已签收，\n见照片')
  await accessible(page)
})

test('a refused form or download redirects to the list with the reason, in each language', async ({ page }) => {
  for (const [locale, name] of Object.entries(readers)) {
    await page.context().clearCookies()
    const at = await enter(page, name)
    const { listProblems } = requestWords[locale as Locale]
    for (const [problem, sentence] of Object.entries(listProblems)) {
      await go(page, () => at.requests({ problem }))
      await expect(page.getByRole('main').getByRole('alert')).toHaveText(sentence)
    }
    await speaks(page, locale)
  }
})

test('an outdated form and a missing proof end on a page with a sentence', async ({ page, browser, baseURL }) => {
  await enter(page, person.name)
  const { order, line } = await shippedOrder()
  const at = pagesOf(page)
  const still = await browser.newContext({ storageState: await page.context().storageState(), ...(baseURL && { baseURL }) })
  const other = await still.newPage()
  await other.goto(at.proof('00000000-0000-4000-8000-000000000000'))
  await expect(other.getByRole('main').getByRole('alert')).toBeVisible()
  await still.clearCookies({ name: 'session' })
  await other.goto(at.proof('00000000-0000-4000-8000-000000000000'))
  await expect(other).toHaveURL(/\/sign-in\?/)
  const headers = { accept: 'text/html', origin: 'https://elsewhere.example' }
  const multipart = { note: 'x', proof: { name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') } }
  const foreign = await page.request.post(at.releaseForm({ order, line }), { multipart, headers })
  expect([foreign.status(), foreign.headers()['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  const plain = await page.request.post(paths.signIn(), {
    form: { email: 'a@b.c' },
    headers: { accept: 'text/html', origin: baseURL ?? '' },
  })
  expect([plain.status(), plain.headers()['content-type']]).toEqual([415, 'text/html; charset=utf-8'])
  await still.close()
})

test('another site’s form, another store and a viewer are refused', async ({ page, browser, baseURL }) => {
  const { order, line } = await shippedOrder()
  const multipart = { proof: { name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') } }
  const theirs = await enter(page, person.name)
  const address = theirs.releaseForm({ order, line })
  const foreign = await page.request.post(address, { multipart, headers: { origin: 'https://elsewhere.example' } })
  expect(foreign.status()).toBe(403)
  for (const [name, status, told] of [
    ['林佳穎', 404, '選擇「請款」'],
    ['Marcus', 403, 'owner and managers can ask'],
  ] as const) {
    const other = await browser.newContext({ ...(baseURL && { baseURL }) })
    const visitor = await other.newPage()
    const own = await enter(visitor, name)
    // Their own store doesn't have the order; in the other store they are not a member.
    for (const [where, expected] of [
      [own.releaseForm({ order, line }), status],
      [address, 404],
    ] as const) {
      const answer = await visitor.request.post(where, { multipart, headers: { origin: baseURL ?? '' }, maxRedirects: 0 })
      expect([name, where, answer.status()]).toEqual([name, where, expected])
    }
    await go(visitor, (at) => at.requests()) // the empty list tells those who may ask how to do it, and the others who may ask
    await expect(visitor.getByRole('main')).toContainText(told)
    await other.close()
  }
})
