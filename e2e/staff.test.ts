import { expect, type Page, test } from '@playwright/test'
import staffEn from '#server/messages/en/staff.json' with { type: 'json' }
import shellEn from '#server/messages/en/shell.json' with { type: 'json' }
import { paths } from '#server/platform/paths.ts'
import { asOwner } from './as-owner.ts'
import { enter, enterStaff, personOf } from './demo.ts'

// The pages of the marketplace's staff: their frame, their languages, and who may open them.

test('a page that isn’t there leads to where staff begin', async ({ page }) => {
  await enterStaff(page, 'Oliver Grant')
  await page.goto(`${paths.staff()}/nowhere`)
  await page.getByRole('main').getByRole('link', { name: staffEn.notFound.action }).click()
  await expect(page).toHaveURL(paths.staff())
})

test('staff see their roles, their idle time-out and their sign-in settings; a seller gets 404', async ({ page, browser }) => {
  await enterStaff(page, 'Oliver Grant')
  await expect(page.getByText('You are signed out after 10 minutes of inactivity, and after 12 hours in any case.')).toBeVisible()
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

test('a person who is staff and a store’s member can switch between both', async ({ page }) => {
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
