import { expect, type Page, test } from '@playwright/test'
import postgres, { type Sql } from 'postgres'
import { openDatabase } from '#bin/database.ts'
import en from '#server/messages/en/pages.json' with { type: 'json' }
import cn from '#server/messages/zh-CN/pages.json' with { type: 'json' }
import tw from '#server/messages/zh-TW/pages.json' with { type: 'json' }
import { type Locale, locales } from '#server/platform/locale.ts'
import { dress, enter } from './demo.ts'
import { faultsOf, readers } from './pages.ts'

// What a page says when something is taken away for real, a right from the database's role or a store from a person; it is given back
// at the end, and until then these have the portal to themselves.

const sentences = { 'zh-CN': cn.failed, 'zh-TW': tw.failed, en: en.failed }

for (const locale of locales)
  test.describe(locale, () => {
    test.use({ locale })

    test('books that cannot be read: the money is safe, a number for support, and all is back when they are', async ({ page, baseURL }) => {
      await enter(page, readers[locale])
      await without('select on books', () => looks(page, locale, baseURL, '/', sentences[locale].text))
      await page.getByRole('button', { name: sentences[locale].action }).click()
      await expect(page.getByRole('region', { name: 'USD' })).toBeVisible()
    })

    test('sessions that cannot be read fail the frame around the page too, and it says the same', async ({ page, baseURL }) => {
      await enter(page, readers[locale])
      await without('execute on function open_session', () => looks(page, locale, baseURL, '/releases', sentences[locale].text))
    })

    test('somebody whom no store has any more is told so, by their own address', async ({ page, baseURL }) => {
      await enter(page, readers[locale])
      await asOwner(async (owner) => {
        const rows = await owner`
          delete from members where user_id in (select id from users where name = ${readers[locale]}) returning *`
        try {
          await page.goto('/')
          await page.waitForURL('**/no-store')
          await looks(page, locale, baseURL, '/no-store', /@/)
        } finally {
          await owner`insert into members ${owner(rows)}`
        }
      })
    })
  })

/** Runs something while the role of people lacks a right. */
async function without(right: string, run: () => Promise<void>): Promise<void> {
  await asOwner(async (owner) => {
    await owner.unsafe(`revoke ${right} from portal_people`)
    try {
      await run()
    } finally {
      await owner.unsafe(`grant ${right} to portal_people`)
    }
  })
}

async function asOwner(run: (owner: Sql) => Promise<void>): Promise<void> {
  const { env, embedded } = await openDatabase(process.env.E2E_DATA ?? '')
  const owner = postgres(env.DATABASE_URL, { max: 1 })
  try {
    await run(owner)
  } finally {
    await owner.end()
    await embedded?.stop()
  }
}

/** A page in both themes and each width, without a fault, saying what it must; where it failed, with the number that the log has too. */
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
      const name = `taken-away-${path.slice(1)}.${locale}.${width}.${theme}.jpg`
      await page.screenshot({ path: `${folder}/${name}`, type: 'jpeg', quality: 70 })
    }
}
