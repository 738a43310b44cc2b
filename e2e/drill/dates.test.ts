import { mkdirSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { dispute, enter, fits, go, loaded, personOf, speaks } from '../demo.ts'
import { readers } from '../pages.ts'

// `npm run drill dates` runs these tests at each instant, together with the main journeys.

test('overview, releases and calendar fit a phone and a desktop, with complete sentences', async ({ page, browser, baseURL }) => {
  const folder = `test-results/dates/${(process.env.E2E_AT ?? '').replaceAll(':', '.')}`
  mkdirSync(folder, { recursive: true })
  for (const [locale, name] of Object.entries(readers)) {
    const context = await browser.newContext({ locale, ...(baseURL && { baseURL }) })
    const reader = await context.newPage()
    const at = await enter(reader, name)
    const shown = { overview: at.overview(), releases: at.releases(), calendar: at.calendar({ currency: 'USD' }) }
    for (const [word, path] of Object.entries(shown))
      for (const width of [360, 1440]) {
        await reader.setViewportSize({ width, height: 800 })
        await reader.goto(path)
        await expect(reader.getByRole('heading', { level: 1 })).toBeAttached()
        await loaded(reader)
        await fits(reader)
        await speaks(reader, locale)
        const file = `${folder}/${word}.${locale}.${width}.jpg`
        await reader.screenshot({ path: file, type: 'jpeg', quality: 70, fullPage: true })
      }
    await context.close()
  }
  await page.close()
})

// Negative control: at this month end a journey that finds the dispute's day by the format of its amount finds another day.
if (process.env.E2E_AT === '2026-11-30T11:00:00+08:00')
  test('a journey that depends on the calendar is caught', async ({ page }) => {
    test.fail()
    await enter(page, personOf('shenzhen').name)
    await go(page, (at) => at.calendar('?currency=USD'))
    const rows = page.getByRole('table', { name: '每日预计放款' }).getByRole('row')
    const link = rows
      .filter({ hasText: /1,\d{3}\.\d\d/ })
      .first()
      .getByRole('link')
    await expect(link).toHaveAttribute('href', new RegExp(`day=${dispute.day}`))
  })
