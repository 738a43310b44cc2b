import { mkdirSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { accessible, dress, enter, fits, personOf, speaks } from './demo.ts'

// Every page of a store, in pairs of language, width and theme that together meet each other once. People keep to their own
// language here, so no test changes what another one reads.
test.describe.configure({ mode: 'default' })

const pages = {
  overview: '/',
  list: '/activity/USD',
  'list of a bucket': '/activity/CNY?bucket=pending',
  'list narrowed to none': '/activity/CNY?type=hold&period=7d&least=9999999&ref=A-1',
  'empty list': '/activity/CNY?bucket=processing&to=2026-01-01',
  entry: '/activity/USD/9?period=90d',
  'balance of a day': '/activity/USD/day',
  releases: '/releases',
  'releases held': '/releases?show=held',
  'releases narrowed to none': '/releases?show=margin&currency=JPY',
  why: '/why?currency=USD',
  'why of the other currency': '/why?currency=CNY',
  calendar: '/calendar?currency=USD',
  'calendar with orders': '/calendar?currency=USD&days=90&day=undated',
  settings: '/settings',
  team: '/settings/team',
  help: '/help',
  'help without an answer': '/help?q=0000',
  'not found': '/nowhere',
}

const readers = [
  { locale: 'zh-CN', person: personOf('shenzhen') },
  { locale: 'zh-TW', person: personOf('taiwan') },
  { locale: 'en', person: personOf('hongkong-outdoor') },
] as const

/** A Latin square: each language at each width, each width in both themes, each language in both themes. */
const looks = [
  [360, 'light', 768, 'dark', 1440, 'light'],
  [360, 'dark', 768, 'light', 1440, 'dark'],
  [360, 'light', 768, 'dark', 1440, 'dark'],
] as const

for (const [at, { locale, person }] of readers.entries()) {
  const look = looks[at] ?? looks[0]
  for (const [width, theme] of [look.slice(0, 2), look.slice(2, 4), look.slice(4, 6)] as [number, 'light' | 'dark'][]) {
    test(`${locale} at ${width} px, ${theme}`, async ({ page, context, baseURL }) => {
      test.slow()
      const problems: string[] = []
      page.on('console', (message) => {
        // A page that isn't there is a 404 on purpose.
        if (message.type() === 'error' && !message.text().includes('404')) problems.push(message.text())
      })
      page.on('pageerror', (error) => problems.push(error.message))
      await page.setViewportSize({ width, height: 800 })
      await dress(context, theme, baseURL ?? '')
      await enter(page, person.name)
      for (const [name, path] of Object.entries(pages)) {
        await test.step(name, async () => {
          await page.goto(path)
          await expect(page.getByRole('heading', { level: 1 })).toBeAttached()
          await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
          await speaks(page, locale)
          await fits(page)
          await accessible(page)
          await keep(page, `${name.replaceAll(' ', '-')}.${locale}.${width}.${theme}`)
        })
      }
      expect(problems).toEqual([])
    })
  }
}

test('the menus are clean when they are open', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 })
  await enter(page, personOf('hongkong-home').name)
  for (const name of [/切換商店/, /設定/]) {
    await page.getByRole('button', { name }).click()
    await speaks(page, 'zh-TW')
    await fits(page)
    await accessible(page)
  }
})

test('answers carry the policy, a fresh nonce each, and no page is kept by a cache', async ({ page }) => {
  await enter(page, personOf('quiet').name)
  const nonces = new Set<string>()
  for (const path of ['/', '/', '/activity/USD']) {
    const headers = (await page.goto(path))?.headers() ?? {}
    expect(headers['content-security-policy']).toContain(`frame-ancestors 'none'`)
    expect(headers['content-security-policy']).not.toMatch(/unsafe-(inline|eval)/)
    expect(headers['cache-control']).toContain('no-store')
    expect(headers['x-content-type-options']).toBe('nosniff')
    nonces.add(/'nonce-([^']+)'/.exec(headers['content-security-policy'] ?? '')?.[1] ?? '')
  }
  expect(nonces.size).toBe(3)
})

/** Kept as artefacts of the run, for whoever wants to look. */
async function keep(page: Page, name: string): Promise<void> {
  const folder = `${test.info().project.outputDir}/pages`
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}
