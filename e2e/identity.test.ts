import { type Browser, expect, type Page, test } from '@playwright/test'
import sharp from 'sharp'
import cn from '#server/messages/zh-CN/identity.json' with { type: 'json' }
import cnStaff from '#server/messages/zh-CN/staff.json' with { type: 'json' }
import tw from '#server/messages/zh-TW/identity.json' with { type: 'json' }
import en from '#server/messages/en/identity.json' with { type: 'json' }
import type { Locale } from '#server/platform/locale.ts'
import { staffPaths } from '#server/platform/paths.ts'
import { accessible, enter, enterStaff, fits, personOf, portalTime, speaks } from './demo.ts'

// The owner of a store proves their identity; a reviewer of the marketplace decides, and the owner's open page shows the decision.

const messages = { 'zh-CN': cn, 'zh-TW': tw, en } as const

type Story = {
  readonly locale: Locale
  readonly person: string
  readonly store?: string
  /** The option to choose: region and document. */
  readonly document: string
  readonly typed: Readonly<Record<string, string>>
  readonly wrong: readonly [field: string, value: string]
  readonly pages: readonly string[]
  readonly reviewer: string
}

/** Validity dates, as date fields take them, of a document that is valid at the portal's clock. */
async function validity(isLongTerm: boolean): Promise<{ validFrom: string; validUntil: string }> {
  const year = Number((await portalTime()).slice(0, 4))
  return { validFrom: `${year - 1}-01-01`, validUntil: isLongTerm ? '' : `${year + 4}-01-01` }
}

const stories: Readonly<Record<string, Story>> = {
  'a resident ID card, 简体': {
    locale: 'zh-CN',
    person: personOf('large').name,
    document: 'CN resident_id',
    typed: { name: '陈建国', number: '１１０１０１１９９００３０７００２ｘ', birth: '1990-03-07' },
    wrong: ['number', '110101199003070021'],
    pages: ['front', 'back'],
    reviewer: '苏敏',
  },
  'a permit of Hong Kong, 繁體': {
    locale: 'zh-TW',
    person: personOf('hongkong-home').name,
    store: 'Harbour Lane Home',
    document: 'HK hk_mo_permit',
    typed: { name: '陳詠琪', latinName: 'CHAN WINGKI', number: 'h12345678', renewals: '01', birth: '1988-05-20' },
    wrong: ['renewals', '100'],
    pages: ['info'],
    reviewer: '許雅雯',
  },
  'a German passport, reviewed in English': {
    locale: 'zh-TW',
    person: personOf('hongkong-home').name,
    store: 'Harbour Lane Outdoor',
    document: 'other passport',
    typed: { country: 'DE', name: 'Erika Mustermann', number: 'C01X00T47', birth: '1984-08-12' },
    wrong: ['birth', '2020-01-01'],
    pages: ['info', 'entry_stamp'],
    reviewer: 'Hannah Weiss',
  },
}

const picture = sharp({ create: { width: 64, height: 40, channels: 3, background: 'teal' } })
  .jpeg()
  .toBuffer()

/** Uploads a picture of one page of the document, on the step for pictures. */
async function send(page: Page, which: string, file?: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  const form = page.locator(`form[action$="page=${which}"]`)
  await form.locator('input[type=file]').setInputFiles(file ?? { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await picture })
  await form.locator('button[type=submit]').click()
}

async function fill(page: Page, typed: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(typed))
    if (name === 'country') await page.locator('select[name=country]').selectOption(value)
    else await page.locator(`input[name=${name}]`).fill(value)
  await page.locator('main form button[type=submit]').click()
}

/** Goes to the last step, confirms the declaration and submits. */
async function submit(page: Page, said: typeof en): Promise<void> {
  await page.getByRole('link', { name: said.picture.next }).click()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: said.confirm.submit }).click()
  await expect(page.getByText(said.waiting.title)).toBeVisible()
}

/** Opens a store's first case in the list as a reviewer, and takes it. */
async function take(staff: Page, locale: Locale, store: string): Promise<void> {
  const said = messages[locale].staff
  await staff.goto(staffPaths.identities())
  await staff.getByRole('table').getByRole('link', { name: store }).first().click()
  await staff.getByRole('button', { name: said.take.submit }).click()
  await expect(staff.getByText(said.done.taken)).toBeVisible()
}

const choose = (staff: Page, name: string) => staff.getByText(name, { exact: true }).last().click()

async function staffPage(browser: Browser, { locale, reviewer }: Pick<Story, 'locale' | 'reviewer'>): Promise<Page> {
  const staff = await (await browser.newContext({ locale })).newPage()
  await enterStaff(staff, reviewer)
  return staff
}

for (const [name, story] of Object.entries(stories))
  test(`${name}: sent back once, corrected, and approved`, async ({ browser }) => {
    test.slow()
    const { locale, wrong } = story
    const typed: Readonly<Record<string, string>> = { ...story.typed, ...(await validity(story.document === 'CN resident_id')) }
    const said = messages[locale]
    const reviewerLocale = story.reviewer === 'Hannah Weiss' ? 'en' : locale
    const review = messages[reviewerLocale]
    const page = await (await browser.newContext({ locale, viewport: { width: 390, height: 844 } })).newPage()
    const at = await enter(page, story.person, story.store)
    await page.goto(at.identity())
    await page.locator(`input[value="${story.document}"]`).check()
    await page.getByRole('button', { name: said.choose.submit }).click()

    // The error is shown under its field, and the typed values are kept.
    const [field, value] = wrong
    await page.locator(`input[name=${field}]`).waitFor()
    await fill(page, { ...typed, [field]: value })
    await expect(page.locator(`input[name=${field}]`)).toHaveAttribute('aria-invalid', 'true')
    await expect(page.locator('input[name=name]')).toHaveValue(typed.name ?? '')
    await accessible(page)
    await fits(page)
    await speaks(page, locale)
    await fill(page, typed)

    const [first = 'front', ...others] = story.pages
    await page.locator(`form[action$="page=${first}"]`).waitFor()
    await send(page, first, { name: 'photo.heic', mimeType: 'image/heic', buffer: Buffer.from('\0\0\0\u0018ftypheic') })
    await expect(page.getByRole('alert').filter({ hasText: said.problems.wrong_type })).toBeVisible()
    await expect(page.getByText(said.picture.look)).toHaveCount(0)
    await send(page, first)
    await expect(page.getByText(said.picture.look)).toHaveCount(1)
    for (const other of others) {
      await send(page, other)
      await expect(page.getByText(said.picture.look)).toHaveCount(story.pages.length)
    }
    await accessible(page)
    await submit(page, said)
    await expect(page.getByText(typed.number?.toUpperCase() ?? '')).toHaveCount(0) // masked

    const store = (await page.getByRole('banner').innerText()).split('\n')[0] ?? ''
    const staff = await staffPage(browser, { locale: reviewerLocale, reviewer: story.reviewer })
    await take(staff, reviewerLocale, story.store ?? store)
    await expect(staff.locator('main img')).toHaveCount(story.pages.length)
    await accessible(staff)
    await fits(staff)
    await speaks(staff, reviewerLocale)
    await staff.locator(`select[name="page ${first}"]`).selectOption('cropped')
    await choose(staff, review.staff.decide.sent_back)
    await staff.locator('textarea').fill('All four corners, please.')
    await staff.getByRole('button', { name: review.staff.decide.submit }).click()
    await expect(staff.getByText(review.staff.done.sent_back)).toBeVisible()

    await expect(page.getByText(said.sentBack.title)).toBeVisible() // without a reload, on the open page
    await expect(page.getByText(said.reasons.cropped)).toBeVisible()
    await send(page, first)
    await expect(page.getByText(said.picture.look)).toHaveCount(story.pages.length)
    await submit(page, said)

    await take(staff, reviewerLocale, story.store ?? store)
    await expect(staff.getByRole('link', { name: new RegExp(review.staff.states.sent_back) })).toBeVisible() // the earlier attempt
    await choose(staff, review.staff.decide.approved)
    await staff.getByRole('button', { name: review.staff.decide.submit }).click()
    await expect(staff.getByText(review.staff.done.approved)).toBeVisible()
    await expect(page.getByText(said.verified.title)).toBeVisible()
    await expect(page.getByRole('main')).toContainText(typed.name ?? '')
  })

test('of two reviewers one has the case; an auditor looks; a manager of the store sees how far it is, and nothing of the document', async ({
  browser,
  page,
}) => {
  const quiet = personOf('quiet')
  const open = async (reviewer: string, locale: Locale) => {
    const staff = await staffPage(browser, { locale, reviewer })
    await staff.goto(staffPaths.identities())
    await staff.getByRole('table').getByRole('link', { name: /成都/ }).click()
    await expect(staff.getByRole('heading', { level: 1 })).toContainText('成都')
    return staff
  }
  const [one, other] = [await open('苏敏', 'zh-CN'), await open('Hannah Weiss', 'en')]
  await one.getByRole('button', { name: cn.staff.take.submit }).click()
  await expect(one.getByText(cn.staff.done.taken)).toBeVisible()
  await other.getByRole('button', { name: en.staff.take.submit }).click()
  await expect(other.getByText(en.staff.problems.taken)).toBeVisible()
  await expect(other.getByRole('button', { name: en.staff.decide.submit })).toHaveCount(0)
  const auditor = await open('Oliver Grant', 'en')
  await expect(auditor.getByText(en.staff.problems.not_allowed)).toBeVisible()
  await expect(auditor.locator('main form')).toHaveCount(0)

  const at = await enter(page, 'Grace Lin')
  await page.goto(at.identity())
  await expect(page.getByText(en.verified.title)).toBeVisible()
  const seller = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  await enter(seller, quiet.name)
  const treasurer = await staffPage(browser, { locale: 'zh-CN', reviewer: '顾伟' })
  await treasurer.goto(staffPaths.identities())
  await expect(treasurer.getByRole('heading', { level: 1 })).toHaveText(cnStaff.notFound.title)
})
