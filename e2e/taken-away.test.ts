import { expect, type Page, test } from '@playwright/test'
import en from '#server/messages/en/pages.json' with { type: 'json' }
import enStaff from '#server/messages/en/staff.json' with { type: 'json' }
import cn from '#server/messages/zh-CN/pages.json' with { type: 'json' }
import cnStaff from '#server/messages/zh-CN/staff.json' with { type: 'json' }
import tw from '#server/messages/zh-TW/pages.json' with { type: 'json' }
import twStaff from '#server/messages/zh-TW/staff.json' with { type: 'json' }
import { type Locale, locales } from '#server/platform/locale.ts'
import { paths } from '#server/platform/paths.ts'
import { asOwner } from './as-owner.ts'
import { dress, enter, enterStaff, go, staffOf } from './demo.ts'
import { faultsOf, readers } from './pages.ts'

// Pages after a real loss: a database role loses a privilege, or a person a store. Each test restores it at the end, and until then no
// other test may use the portal.

const ofStaff = { 'zh-CN': cnStaff.failed, 'zh-TW': twStaff.failed, en: enStaff.failed }
const sentences = { 'zh-CN': cn.failed, 'zh-TW': tw.failed, en: en.failed }

for (const locale of locales)
  test.describe(locale, () => {
    test.use({ locale })

    test('unreadable books show an error page with a number for support, and the page works again afterwards', async ({
      page,
      baseURL,
    }) => {
      const at = await enter(page, readers[locale])
      await without('select on books', 'portal_people', () => looks(page, locale, baseURL, at.overview(), sentences[locale].text))
      await expect(page.getByRole('link', { name: sentences[locale].home })).toHaveAttribute('href', at.overview())
      await page.getByRole('button', { name: sentences[locale].action }).click()
      await expect(page.getByRole('region', { name: 'USD' })).toBeVisible()
    })

    test('unreadable sessions show the error page also without the frame', async ({ page, baseURL }) => {
      const at = await enter(page, readers[locale])
      await without('execute on function open_session', 'portal_gate', () =>
        looks(page, locale, baseURL, at.releases(), sentences[locale].text),
      )
    })

    test('unreadable policies show staff their own error page with a link to the staff’s first page', async ({ page, baseURL }) => {
      const words = ofStaff[locale]
      await enterStaff(page, staffOf(locale))
      await without('select on policies', 'portal_staff', async () => {
        await looks(page, locale, baseURL, paths.staff(), words.text)
        await expect(page.getByRole('link', { name: words.home })).toHaveAttribute('href', paths.staff())
      })
    })

    test('a person without any store is told so, with their own address', async ({ page, baseURL }) => {
      await enter(page, readers[locale])
      await asOwner(async (owner) => {
        const rows = await owner`
          delete from members where user_id in (select id from users where name = ${readers[locale]}) returning *`
        try {
          await go(page, (at) => at.overview())
          await page.waitForURL('**/no-store')
          await looks(page, locale, baseURL, paths.noStore(), /@/)
        } finally {
          await owner`insert into members ${owner(rows)}`
        }
      })
    })
  })

/** Revokes a privilege from a role while `run` runs. */
async function without(right: string, role: 'portal_people' | 'portal_staff' | 'portal_gate', run: () => Promise<void>): Promise<void> {
  await asOwner(async (owner) => {
    await owner.unsafe(`revoke ${right} from ${role}`)
    try {
      await run()
    } finally {
      await owner.unsafe(`grant ${right} to ${role}`)
    }
  })
}

/** Expects a page to show `text` without faults in both themes and each width; an alert must also show a trace id, as the log does. */
async function looks(page: Page, locale: Locale, baseURL = '', path: string, text: string | RegExp): Promise<void> {
  const folder = `${test.info().project.outputDir}/pages`
  for (const theme of ['light', 'dark'] as const)
    for (const width of [360, 768, 1440] as const) {
      await page.setViewportSize({ width, height: 800 })
      await dress(page.context(), theme, baseURL)
      await page.goto(path)
      const said = page.getByRole(typeof text === 'string' ? 'alert' : 'main').filter({ hasText: text })
      await expect(said).toBeVisible()
      if (typeof text === 'string') await expect(said).toContainText(/[0-9a-f]{16}/)
      expect(await faultsOf(page, { locale, width, theme, axe: true })).toEqual([])
      const name = `taken-away-${path.split('/').at(-1)}.${locale}.${width}.${theme}.jpg`
      await page.screenshot({ path: `${folder}/${name}`, type: 'jpeg', quality: 70 })
    }
}
