import { mkdirSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { locales } from '#server/platform/locale.ts'
import { type StorePaths } from '#server/platform/paths.ts'
import { accessible, dress, enter, enterStaff, fits, pagesOf, personOf, speaks, staffOf } from './demo.ts'
import { newcomersPages, settle, signIn } from './newcomer.ts'
import { every, faultsOf, inside, ofStaff, outside, pairs, readers, type Visit } from './pages.ts'

// Visits every page in all pairs of language, width and theme; `npm run drill pages --full` visits all combinations of the three.

const visits = process.env.E2E_PAGES === 'full' ? every() : pairs()

test('nine visits a page cover every pair of language and width, language and theme, and width and theme', () => {
  const planned = pairs()
  const met = (visits: readonly Visit[], ...keys: (keyof Visit)[]) =>
    new Set(visits.map((visit) => keys.map((key) => visit[key]).join())).size
  const pages = met(planned, 'name')
  expect([planned.length, every().length]).toEqual([pages * 9, pages * 18])
  expect(met(planned, 'name', 'locale', 'width')).toBe(pages * 9)
  expect([met(planned, 'name', 'locale', 'theme'), met(planned, 'name', 'width', 'theme')]).toEqual([pages * 6, pages * 6])
  // Axe checks each page in each language at phone and desktop width, and in both themes.
  const seen = planned.filter(({ axe }) => axe)
  expect([met(seen, 'name', 'locale', 'width'), met(seen, 'name', 'theme')]).toEqual([pages * 6, pages * 2])
})

for (const locale of locales) {
  test.describe(locale, () => {
    test.use({ locale })
    const own = visits.filter((visit) => visit.locale === locale)

    for (const width of new Set(own.map((visit) => visit.width)))
      test(`pages at ${width} px`, async ({ page, baseURL }) => {
        const here = own.filter((visit) => visit.width === width && (visit.name in outside || visit.name in inside))
        test.setTimeout(60_000 + here.length * 20_000)
        const faults = listen(page)
        let at: StorePaths | undefined
        for (const visit of here) {
          const place = inside[visit.name]
          if (place) at ??= await enter(page, readers[locale])
          await dress(page.context(), visit.theme, baseURL ?? '')
          const path = (at && (await place?.(at, page))) ?? outside[visit.name] ?? ''
          await page.goto('about:blank') // otherwise an address that differs only after its # would not load anew
          await open(page, visit, faults, () => page.goto(path))
        }
        tell(here.length, faults)
      })

    for (const width of new Set(own.map((visit) => visit.width)))
      test(`pages of staff at ${width} px`, async ({ page, baseURL }) => {
        const here = own.filter((visit) => visit.width === width && visit.name in ofStaff)
        test.setTimeout(60_000 + here.length * 20_000)
        const faults = listen(page)
        await enterStaff(page, staffOf(locale))
        for (const visit of here) {
          await dress(page.context(), visit.theme, baseURL ?? '')
          const path = (await ofStaff[visit.name]?.(page)) ?? ''
          await open(page, visit, faults, () => page.goto(path))
        }
        tell(here.length, faults)
      })

    test('pages that a newcomer passes', async ({ page }) => {
      const here = own.filter(({ name }) => newcomersPages.some((one) => one === name))
      test.setTimeout(120_000 + here.length * 20_000)
      const faults = listen(page)
      const look = async (name: (typeof newcomersPages)[number], path?: string) => {
        if (path) await page.goto(path)
        for (const visit of here.filter((one) => one.name === name))
          await open(page, visit, faults, () => page.emulateMedia({ colorScheme: visit.theme }))
      }
      const { email } = await settle(page, locale, look)
      const at = pagesOf(page)
      await look('overview of a store not open', at.overview())
      await look('opening the account', at.open())
      await page.context().clearCookies({ name: 'session' })
      await signIn(page, locale, email)
      await page.waitForURL('**/sign-in/second-factor')
      await look('second factor')
      tell(here.length, faults)
    })
  })
}

test('open menus pass the checks', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 })
  await enter(page, personOf('hongkong-home').name, personOf('hongkong-home').store)
  for (const name of [/切換商店/, /設定/]) {
    await page.getByRole('button', { name }).click()
    await speaks(page, 'zh-TW')
    await fits(page)
    await accessible(page, 'header') // the rest of the page was checked without the open menu
  }
})

test('a printed page names its store, omits controls, and shows the table of its chart', async ({ page }) => {
  const { name, store } = personOf('shenzhen')
  await enter(page, name)
  const [title, menu, weeks] = [page.getByRole('main').getByText(store), page.getByRole('navigation').first(), page.getByText('起始日')]
  await expect(title).toBeHidden()
  await expect(menu).toBeVisible()
  await expect(weeks).toBeHidden()
  await page.emulateMedia({ media: 'print' })
  await expect(title).toBeVisible()
  await expect(menu).toBeHidden()
  await expect(weeks).toBeVisible()
})

test('answers have the Content-Security-Policy with a fresh nonce, and no page is cached', async ({ page }) => {
  await enter(page, personOf('quiet').name)
  const nonces = new Set<string>()
  const at = pagesOf(page)
  for (const path of [at.overview(), at.overview(), at.activity('USD')]) {
    const headers = (await page.goto(path))?.headers() ?? {}
    expect(headers['content-security-policy']).toContain(`frame-ancestors 'none'`)
    expect(headers['content-security-policy']).not.toMatch(/unsafe-(inline|eval)/)
    expect(headers['cache-control']).toContain('no-store')
    expect(headers['x-content-type-options']).toBe('nosniff')
    nonces.add(/'nonce-([^']+)'/.exec(headers['content-security-policy'] ?? '')?.[1] ?? '')
  }
  expect(nonces.size).toBe(3)
})

/** Shows a page as the visit asks, adds its faults to `faults`, and saves a screenshot. */
async function open(page: Page, visit: Visit, faults: string[], show: () => Promise<unknown>): Promise<void> {
  const { name, locale, width, theme } = visit
  const title = `${name}, ${locale}, ${width} px, ${theme}`
  await test.step(title, async () => {
    await page.setViewportSize({ width, height: 800 })
    await show()
    for (const fault of await faultsOf(page, visit)) faults.push(`${title}: ${fault}`)
    const folder = `${test.info().project.outputDir}/pages`
    mkdirSync(folder, { recursive: true })
    const path = `${folder}/${name.replaceAll(' ', '-')}.${locale}.${width}.${theme}.jpg`
    await page.screenshot({ path, type: 'jpeg', quality: 70, fullPage: true })
  })
}

/** Collects errors of the console and of scripts, without answers of 4xx: a missing page or a weak password is visited on purpose. */
function listen(page: Page): string[] {
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
  return faults
}

/** Records the numbers of visits and faults for the drill, and expects no fault. */
function tell(count: number, faults: readonly string[]): void {
  test.info().annotations.push({ type: 'visits', description: String(count) }, { type: 'faults', description: String(faults.length) })
  expect(faults).toEqual([])
}
