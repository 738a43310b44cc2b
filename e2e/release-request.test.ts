import { expect, test } from '@playwright/test'
import sharp from 'sharp'
import { accessible, enter, fits, paid, personOf, post, speaks } from './demo.ts'

// The parcel is there, the money is not: a seller asks for its release with a photo.

const person = personOf('shenzhen')

/** An order of the store that has been shipped and waits. */
async function shippedOrder(): Promise<{ order: string; form: string }> {
  const sale = paid('1204.50')
  const { order_id: order, line_id: line } = sale.data
  await post(person.sellerId, sale)
  await post(person.sellerId, { type: 'order.shipped', data: { order_id: order, line_id: line, at: new Date().toISOString() } })
  return { order, form: `/requests/new?${new URLSearchParams({ order, line })}` }
}

test('asks for a release with a photo, on a phone: it is on the list, and the photo comes back without its place', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 780 })
  await enter(page, person.name)
  const { order, form } = await shippedOrder()
  await page.goto(form)
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

  await page.goto(form)
  await expect(page.getByRole('main')).toContainText('已经请过款')
})

test('an open list shows a request that a colleague makes, by itself', async ({ page, context }) => {
  await enter(page, person.name)
  const { order, form } = await shippedOrder()
  await page.goto('/requests')
  await expect(page.getByText(order)).toHaveCount(0)
  const other = await context.newPage()
  await other.goto(form)
  await other.getByLabel('妥投证明').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
  await other.getByRole('button', { name: '提交请款' }).click()
  await other.waitForURL(/\/requests\?asked/)
  await expect(page.getByRole('link', { name: `订单 ${order}`, exact: true })).toBeVisible()
})

test('a request leads to its order, and the order says how the request stands and leads back to it', async ({ page }) => {
  await enter(page, person.name)
  for (const [state, said] of [
    ['未通过', '证明看不清'],
    ['等待平台答复', '等待平台答复'],
  ] as const) {
    await page.goto('/requests')
    // prettier-ignore
    const card = page.getByRole('listitem').filter({ hasText: state }).last()
    const id = await card.getAttribute('id')
    await card.getByRole('link', { name: /^订单/ }).click()
    await expect(page).toHaveURL(/\/releases\/[\w.:-]+$/)
    await expect(page.getByRole('main')).toContainText(said)
    await page.getByRole('link', { name: '查看请款' }).click()
    await expect(page).toHaveURL(new RegExp(String.raw`/requests\?at=${id}#${id}$`))
  }
})

test('a file that only calls itself a photo is refused with the reason, and nothing is kept', async ({ page }) => {
  await enter(page, person.name)
  const { order, form } = await shippedOrder()
  await page.goto(form)
  await page
    .getByLabel('妥投证明')
    .setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<svg onload="alert(1)"/>') })
  await page.getByRole('button', { name: '提交请款' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('不是 JPG、PNG 或 PDF')
  await page.goto('/requests')
  await expect(page.getByText(order)).toHaveCount(0)
})

test('another site’s form, another store and a viewer are refused', async ({ page, browser, baseURL }) => {
  const { form } = await shippedOrder()
  const address = form.replace('/requests/new', '/api/release-requests')
  const multipart = { proof: { name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') } }
  await enter(page, person.name)
  const foreign = await page.request.post(address, { multipart, headers: { origin: 'https://elsewhere.example' } })
  expect(foreign.status()).toBe(403)
  for (const [name, status, told] of [
    ['林佳穎', 404, '選擇「請款」'],
    ['Marcus', 403, 'owner and managers can ask'],
  ] as const) {
    const other = await browser.newContext({ ...(baseURL && { baseURL }) })
    const theirs = await other.newPage()
    await enter(theirs, name)
    const answer = await theirs.request.post(address, { multipart, headers: { origin: baseURL ?? '' }, maxRedirects: 0 })
    expect([name, answer.status()]).toEqual([name, status])
    await theirs.goto('/requests') // which is empty: whoever may ask is told how, the others who may
    await expect(theirs.getByRole('main')).toContainText(told)
    await other.close()
  }
})
