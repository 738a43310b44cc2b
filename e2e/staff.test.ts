import { expect, type Page, test } from '@playwright/test'
import staffEn from '#server/messages/en/staff.json' with { type: 'json' }
import shellEn from '#server/messages/en/shell.json' with { type: 'json' }
import { locales } from '#server/platform/locale.ts'
import { paths } from '#server/platform/paths.ts'
import { asOwner } from './as-owner.ts'
import { dress, enter, enterStaff, personOf, staffOf } from './demo.ts'
import { faultsOf } from './pages.ts'

// The marketplace's side: its frame, its words, and who finds it.

for (const locale of locales)
  test(`the pages of staff in ${locale}, on a phone and on a desk, by day and by night`, async ({ page, baseURL }) => {
    test.slow()
    await enterStaff(page, staffOf(locale))
    for (const path of [paths.staff(), paths.staffSecurity(), `${paths.staff()}/nowhere`])
      for (const theme of ['light', 'dark'] as const)
        for (const width of [360, 1440] as const) {
          await page.setViewportSize({ width, height: 800 })
          await dress(page.context(), theme, baseURL ?? '')
          await page.goto(path)
          expect(await faultsOf(page, { locale, width, theme, axe: true }), `${path} ${width} ${theme}`).toEqual([])
          const name = `staff-${path.split('/').at(-1)}.${locale}.${width}.${theme}.jpg`
          await page.screenshot({ path: `${test.info().project.outputDir}/pages/${name}`, type: 'jpeg', quality: 70, fullPage: true })
        }
    await page.getByRole('main').getByRole('link').first().click()
    await expect(page).toHaveURL(paths.staff())
  })

test('staff see their role, how long they may be idle, and their own sign-in; a seller finds none of it', async ({ page, browser }) => {
  await enterStaff(page, 'Oliver Grant')
  await expect(page.getByText('You are signed out after 10 minutes without a step, and after 12 hours in any case.')).toBeVisible()
  await menuOf(page)
  await expect(page.getByRole('link', { name: staffEn.toStores })).toBeHidden()
  await page.getByRole('link', { name: shellEn.security }).click()
  await expect(page).toHaveURL(paths.staffSecurity())
  await expect(page.getByRole('button', { name: 'Add a passkey' }).or(page.getByRole('link', { name: 'Add a passkey' }))).toBeVisible()
  const seller = await (await browser.newContext({ locale: 'en' })).newPage()
  const at = await enter(seller, 'Anna Bergmann')
  for (const path of [paths.staff(), paths.staffSecurity()]) {
    await seller.goto(path)
    await expect(seller).toHaveURL(at.overview())
  }
  expect((await seller.request.get('/api/trpc/staff.work')).status()).toBe(404)
  await seller.context().close()
})

test('somebody who works for the marketplace and in a store goes from one side to the other', async ({ page }) => {
  const [name, { sellerId }] = ['Priya Nair', personOf('quiet')]
  await asOwner(async (owner) => {
    const added = await owner`
      insert into members (seller_id, user_id, role) select s.id, u.id, 'viewer' from sellers s, users u
      where s.external_id = ${sellerId} and u.name = ${name} returning seller_id, user_id`
    try {
      await enter(page, name)
      await menuOf(page)
      await page.getByRole('link', { name: shellEn.toStaff }).click()
      await expect(page).toHaveURL(paths.staff())
      await menuOf(page)
      await page.getByRole('link', { name: staffEn.toStores }).click()
      await expect(page.getByRole('banner')).toContainText(personOf('quiet').store)
    } finally {
      for (const row of added) await owner`delete from members where seller_id = ${row.seller_id} and user_id = ${row.user_id}`
    }
  })
})

const menuOf = (page: Page) => page.getByRole('button', { name: shellEn.menu }).click()
