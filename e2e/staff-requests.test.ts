import { type Browser, expect, type Page, test } from '@playwright/test'
import cnRequests from '#server/messages/zh-CN/requests.json' with { type: 'json' }
import cnStaff from '#server/messages/zh-CN/staff.json' with { type: 'json' }
import twRequests from '#server/messages/zh-TW/requests.json' with { type: 'json' }
import twStaff from '#server/messages/zh-TW/staff.json' with { type: 'json' }
import enRequests from '#server/messages/en/requests.json' with { type: 'json' }
import enStaff from '#server/messages/en/staff.json' with { type: 'json' }
import { locales } from '#server/platform/locale.ts'
import { paths, staffPaths } from '#server/platform/paths.ts'
import { asOwner } from './as-owner.ts'
import { accessible, enter, enterStaff, fits, paid, personOf, portalTime, post, speaks } from './demo.ts'
import { readers } from './pages.ts'

// A seller has requested an order's release; the marketplace's staff decide, and the seller sees the decision.

const said = {
  'zh-CN': { staff: cnStaff.requests, seller: cnRequests },
  'zh-TW': { staff: twStaff.requests, seller: twRequests },
  en: { staff: enStaff.requests, seller: enRequests },
} as const

/** The member of staff who decides in each language: a reviewer, an approver, and one with both roles. */
const deciders = { 'zh-CN': '苏敏', 'zh-TW': '許雅雯', en: 'Hannah Weiss' } as const

const jpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z',
  'base64',
)

/** A page of another person's browser, in their language. */
const anotherPage = async (browser: Browser, locale: string) => (await browser.newContext({ locale })).newPage()

/** A seller requests the release of a new order of this amount. @returns the order, and the seller's page, open on the list of requests */
async function asks(browser: Browser, locale: keyof typeof said, amount: string): Promise<{ order: string; seller: Page }> {
  const { sellerId } = personOf(locale === 'zh-TW' ? 'taiwan' : 'shenzhen')
  const sale = paid(amount)
  const { order_id: order, line_id: line } = sale.data
  await post(sellerId, sale)
  await post(sellerId, { type: 'order.shipped', data: { order_id: order, line_id: line, at: await portalTime() } })
  const seller = await anotherPage(browser, locale)
  const at = await enter(seller, readers[locale])
  await seller.goto(at.newRequest({ order, line }))
  await seller.locator('input[type=file]').setInputFiles({ name: 'slip.jpg', mimeType: 'image/jpeg', buffer: jpeg })
  await seller.locator('form textarea').fill('Signed for.')
  await seller.locator('main form button[type=submit]').click()
  await seller.waitForURL(/\/requests\?asked/)
  return { order, seller }
}

/** Opens a request from whichever page of the queue lists it. @returns the request's address */
async function openRequest(staff: Page, order: string, show: 'open' | 'waiting' | 'decided' = 'open'): Promise<string> {
  await staff.goto(staffPaths.requests({ show }))
  const link = staff.getByRole('link', { name: order, exact: true })
  const next = staff.locator('main a[rel=next]')
  await expect(link.or(next).first()).toBeVisible()
  while ((await link.count()) === 0) {
    const before = staff.url()
    await next.click()
    await expect(staff).not.toHaveURL(before)
    await expect(staff.getByRole('table')).toBeVisible()
  }
  await link.click()
  await expect(staff.getByRole('heading', { level: 1 })).toContainText(order)
  return staff.url()
}

/** Chooses an answer by a click on its card, as people do: the label covers the whole card. */
async function choose(page: Page, answer: string): Promise<void> {
  await page.locator('main label', { hasText: new RegExp(`^${answer}$`) }).click()
  await expect(page.getByRole('radio', { name: answer, exact: true })).toBeChecked()
}

const cardOf = (seller: Page, order: string) => seller.getByRole('listitem').filter({ hasText: order }).first()

for (const locale of locales)
  test(`in ${locale} one request is granted and another declined, and the seller reads both`, async ({ page, browser }) => {
    test.slow()
    const { staff: t, seller: s } = said[locale]
    await enterStaff(page, deciders[locale])
    const granted = await asks(browser, locale, '50.00')
    await openRequest(page, granted.order)
    await expect(page.getByRole('main')).toContainText('Signed for.')
    const picture = page.getByRole('img', { name: t.one.proofAlt.replace('{number}', '1').replace('{count}', '1') })
    await expect(picture).toBeVisible()
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true)
    await accessible(page)
    await speaks(page, locale)
    await choose(page, t.decide.granted)
    await page.getByRole('button', { name: t.decide.submit }).click()
    await expect(page.getByText(t.done.granted.title)).toBeVisible()
    await expect(page.getByRole('main')).toContainText(deciders[locale])
    await expect(page.getByRole('paragraph').filter({ hasText: t.decided.about })).toContainText('50.00')
    await page.goto(page.url().replace(/done=\w+/, 'done=withdrawn')) // the page must not trust the address for what happened
    await expect(page.getByRole('heading', { level: 1 })).toContainText(granted.order)
    await expect(page.getByRole('main').getByRole('status')).toHaveCount(0)
    await expect(cardOf(granted.seller, granted.order)).toContainText(s.states.granted) // without a reload, on the open page
    await granted.seller.context().close()

    const declined = await asks(browser, locale, '50.00')
    await page.setViewportSize({ width: 360, height: 780 })
    await openRequest(page, declined.order)
    await fits(page)
    await choose(page, t.decide.declined)
    await page.getByLabel(t.decide.reason).selectOption('not_delivered')
    await accessible(page)
    await page.getByLabel(t.decide.remark).fill('SF1234567890')
    await page.getByRole('button', { name: t.decide.submit }).click()
    await expect(page.getByText(t.done.declined.title)).toBeVisible()
    const card = cardOf(declined.seller, declined.order)
    await expect(card).toContainText(s.declined.not_delivered)
    await expect(card).toContainText('SF1234567890')
    await page.goto(staffPaths.requests({ show: 'decided' }))
    await accessible(page)
    await fits(page)
    await speaks(page, locale)
    await declined.seller.context().close()
  })

test('a request for 1,204.50 needs two people: the reviewer proposes and can’t confirm, and the approver confirms', async ({
  page,
  browser,
}) => {
  const { order, seller } = await asks(browser, 'zh-CN', '1204.50')
  await enterStaff(page, deciders['zh-CN'])
  const address = await openRequest(page, order)
  await choose(page, cnStaff.requests.decide.granted)
  await page.getByRole('button', { name: cnStaff.requests.decide.propose }).click()
  await expect(page.getByText(cnStaff.requests.done.proposed.title)).toBeVisible()
  await expect(page.getByText(cnStaff.requests.problems.check_not_allowed)).toBeVisible()
  await expect(page.getByRole('button', { name: cnStaff.requests.proposal.confirm })).toBeHidden()
  await expect(page.getByRole('button', { name: cnStaff.requests.proposal.withdraw })).toBeVisible()
  await expect(cardOf(seller, order)).toContainText(cnRequests.states.open)

  const approver = await anotherPage(browser, 'zh-TW')
  await enterStaff(approver, deciders['zh-TW'])
  await openRequest(approver, order, 'waiting')
  await expect(approver.getByRole('main')).toContainText('苏敏建議同意撥款 $1,204.50')
  await accessible(approver)
  await approver.getByRole('button', { name: twStaff.requests.proposal.confirm }).click()
  await expect(approver.getByText(twStaff.requests.done.granted.title)).toBeVisible()
  await expect(cardOf(seller, order)).toContainText(cnRequests.states.granted)
  await page.goto(address)
  await expect(page.getByRole('main')).toContainText(deciders['zh-TW'])
  await Promise.all([approver, seller].map((one) => one.context().close()))
})

test('a reviewer and approver proposes to decline, can’t confirm the own proposal, withdraws it, and still can’t decide alone', async ({
  page,
  browser,
}) => {
  const { order, seller } = await asks(browser, 'en', '1204.50')
  await enterStaff(page, deciders.en)
  await openRequest(page, order)
  await choose(page, enStaff.requests.decide.declined)
  await page.getByLabel(enStaff.requests.decide.reason).selectOption('other')
  await page.getByRole('button', { name: enStaff.requests.decide.propose }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('needs a message to the seller')
  await page.getByLabel(enStaff.requests.decide.remark).fill('The slip is of last year.')
  await page.getByRole('button', { name: enStaff.requests.decide.propose }).click()
  await expect(page.getByText(enStaff.requests.problems.own_proposal)).toBeVisible()
  await expect(page.getByRole('button', { name: enStaff.requests.proposal.confirm })).toBeHidden()
  await page.getByRole('button', { name: enStaff.requests.proposal.withdraw }).click()
  await expect(page.getByText(enStaff.requests.done.withdrawn.title)).toBeVisible()
  await expect(page.getByRole('button', { name: enStaff.requests.decide.propose })).toBeVisible()
  await expect(cardOf(seller, order)).toContainText(enRequests.states.open)
  await seller.context().close()
})

test('of two who decide concurrently, the second one is told of the first decision and reads its reason', async ({ page, browser }) => {
  const { order, seller } = await asks(browser, 'en', '50.00')
  await enterStaff(page, deciders.en)
  const address = await openRequest(page, order)
  const other = await anotherPage(browser, 'zh-CN')
  await enterStaff(other, deciders['zh-CN'])
  await other.goto(address)
  await choose(other, cnStaff.requests.decide.granted)
  await choose(page, enStaff.requests.decide.granted)
  await other.getByRole('button', { name: cnStaff.requests.decide.submit }).click()
  await expect(other.getByText(cnStaff.requests.done.granted.title)).toBeVisible()
  await page.getByRole('button', { name: enStaff.requests.decide.submit }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText(enStaff.requests.problems.decided)
  await page.goto(address)
  await expect(page.getByRole('main')).toContainText(deciders['zh-CN'])
  await Promise.all([other, seller].map((one) => one.context().close()))
})

test('an auditor may only read, a treasurer has no queue, and direct calls of both are refused', async ({ page, browser, baseURL }) => {
  const { order, seller } = await asks(browser, 'en', '50.00')
  await enterStaff(page, 'Oliver Grant')
  const address = await openRequest(page, order)
  await expect(page.getByText(enStaff.requests.problems.not_allowed)).toBeVisible()
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0)
  await accessible(page)
  const id = address.split('/').at(-1)
  const data = { json: { id, decision: 'granted', reason: null, remark: null } }
  const options = { data, headers: { origin: baseURL ?? '' } }
  expect((await page.request.post('/api/trpc/staff.requests.decide', options)).status()).toBe(403)

  const treasurer = await anotherPage(browser, 'zh-CN')
  await enterStaff(treasurer, '顾伟')
  expect((await treasurer.request.post('/api/trpc/staff.requests.decide', options)).status()).toBe(403)
  expect((await treasurer.goto(staffPaths.requests()))?.status()).toBe(404)
  expect((await seller.request.post('/api/trpc/staff.requests.decide', options)).status()).toBe(404)
  await expect(cardOf(seller, order)).toContainText(enRequests.states.open)
  await Promise.all([treasurer, seller].map((one) => one.context().close()))
})

test('a session that ended leads to the sign-in and back to the request, where the decision is sent again', async ({ page, browser }) => {
  const { order, seller } = await asks(browser, 'en', '50.00')
  await enterStaff(page, deciders.en)
  const address = await openRequest(page, order)
  await choose(page, enStaff.requests.decide.granted)
  await page.context().clearCookies({ name: 'session' })
  await page.getByRole('button', { name: enStaff.requests.decide.submit }).click()
  await page.waitForURL(/\/sign-in\?/)
  await page.getByRole('button', { name: new RegExp(deciders.en) }).click()
  await expect(page).toHaveURL(address)
  await choose(page, enStaff.requests.decide.granted)
  await page.getByRole('button', { name: enStaff.requests.decide.submit }).click()
  await expect(page.getByText(enStaff.requests.done.granted.title)).toBeVisible()
  await seller.context().close()
})

test('a proposal that was sent back meanwhile can’t be withdrawn, and the page says why', async ({ page, browser }) => {
  const { order, seller } = await asks(browser, 'en', '1204.50')
  await enterStaff(page, '苏敏')
  await openRequest(page, order)
  await choose(page, cnStaff.requests.decide.granted)
  await page.getByRole('button', { name: cnStaff.requests.decide.propose }).click()
  await expect(page.getByRole('button', { name: cnStaff.requests.proposal.withdraw })).toBeVisible()
  const approver = await anotherPage(browser, 'zh-TW')
  await enterStaff(approver, deciders['zh-TW'])
  await openRequest(approver, order, 'waiting')
  await approver.getByRole('button', { name: twStaff.requests.proposal.sendBack }).click()
  await expect(approver.getByText(twStaff.requests.done.sent_back.title)).toBeVisible()
  await page.getByRole('button', { name: cnStaff.requests.proposal.withdraw }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText(cnStaff.requests.problems.ended)
  await Promise.all([approver, seller].map((one) => one.context().close()))
})

test('the number beside the way to the queue follows a decision; without it the frame stands', async ({ page, browser }) => {
  const { order, seller } = await asks(browser, 'en', '50.00')
  await enterStaff(page, deciders.en)
  const way = page.getByRole('navigation').getByRole('link', { name: enStaff.requests.nav })
  await openRequest(page, order)
  const before = Number(/\d+/.exec((await way.textContent()) ?? '')?.[0])
  expect(before).toBeGreaterThan(0)
  await choose(page, enStaff.requests.decide.granted)
  await page.getByRole('button', { name: enStaff.requests.decide.submit }).click()
  await expect(way).toHaveText(before > 1 ? `${enStaff.requests.nav}${before - 1}` : enStaff.requests.nav)
  await asOwner(async (owner) => {
    await owner`revoke select on proposals from portal_staff`
    try {
      expect((await page.goto(paths.staffSecurity()))?.status()).toBe(200)
      await expect(way).toHaveText(enStaff.requests.nav)
      await page.goto(paths.staff())
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(enStaff.start.title)
    } finally {
      await owner`grant select on proposals to portal_staff`
    }
  })
  await seller.context().close()
})

test('a proof that isn’t there leads to its request, which says so', async ({ page, browser }) => {
  const { order, seller } = await asks(browser, 'en', '50.00')
  await enterStaff(page, 'Oliver Grant')
  const id = (await openRequest(page, order)).split('/').at(-1) ?? ''
  const link = page.getByRole('main').getByRole('link', { name: enStaff.requests.one.download })
  const download = page.waitForEvent('download')
  await link.click()
  expect((await download).suggestedFilename()).toMatch(/^proof-.*\.jpg$/)
  await page.goto(staffPaths.proof('00000000-0000-4000-8000-000000000000', id))
  await expect(page).toHaveURL(staffPaths.request(id, { problem: 'not_found' }))
  await expect(page.getByRole('main').getByRole('alert')).toContainText(enStaff.requests.proofProblems.not_found)
  await seller.context().close()
})
