import { expect, type Page, test } from '@playwright/test'
import { locales } from '#server/platform/locale.ts'
import { beginWorld, type World } from './begin-world.ts'
import { enter, go, loaded } from './demo.ts'
import { inside, outside, readers } from './pages.ts'

// Compares the accessibility tree of each page (roles and names, in reading order) with the snapshots in e2e/accessible-text/.
// After a change, read the new snapshots as a screen reader would: npx playwright test e2e/accessible-text.test.ts --update-snapshots
test.describe.configure({ mode: 'serial' })

let world: World

test.beforeAll(async () => {
  test.setTimeout(300_000)
  world = await beginWorld()
})

test.afterAll(() => world.end())

/** Pages of `outside` in pages.ts, without the outbox, whose contents depend on other tests. */
const readOutside = [
  'sign-in',
  'forgotten password',
  'new password',
  'confirmation of an e-mail',
  'undoing a change',
  'invitation that is gone',
]

/** Pages of a store, without those that repeat another page and without the security page, which shows the name of this machine. */
const read = [
  ...['overview', 'list', 'list narrowed to none', 'entry', 'balance of a day', 'releases', 'order', 'requests', 'new request'],
  ...['why', 'calendar', 'settings', 'identity', 'team', 'help', 'not found'],
]

for (const locale of locales)
  test(`the pages have the recorded accessible text in ${locale}`, async ({ browser }) => {
    test.setTimeout(240_000)
    const page = await browser.newPage({ baseURL: world.url, locale, viewport: { width: 1280, height: 800 } })
    for (const name of readOutside) await hear(name, String(outside[name]))
    const at = await enter(page, readers[locale])
    expect.soft(await accessibleText(page, 'a[href="#main"], header')).toMatchSnapshot(`frame-${locale}.txt`)
    for (const name of read) {
      await hear(name, (await inside[name]?.(at, page)) ?? '')
    }
    await page.context().close()

    async function hear(name: string, address: string) {
      await page.goto('about:blank') // otherwise an address that differs only after its # would not load anew
      await page.goto(address)
      await expect(page.getByRole('heading', { level: 1 })).toBeAttached()
      await loaded(page)
      expect.soft(await accessibleText(page, 'main')).toMatchSnapshot(`${name.replaceAll(' ', '-')}-${locale}.txt`)
    }
  })

test('a lost accessible name is detected', async ({ browser }) => {
  const page = await browser.newPage({ baseURL: world.url })
  await enter(page, readers.en)
  await go(page, (at) => at.help())
  const whole = await accessibleText(page, 'main')
  await page.getByRole('heading', { level: 1 }).evaluate((heading) => heading.setAttribute('aria-hidden', 'true'))
  expect(await accessibleText(page, 'main')).not.toBe(whole)
  await page.context().close()
})

/** The accessibility tree of parts of a page as lines, without addresses. Times of day are masked: the clock runs during the test. */
async function accessibleText(page: Page, parts: string): Promise<string> {
  const found = await page.locator(parts).all()
  const trees = await Promise.all(found.map((part) => part.ariaSnapshot()))
  const lines = trees.flatMap((tree) => tree.split('\n')).filter((line) => line.trim() !== '' && !/^ *- \/url:/.test(line))
  return `${shortened(lines)
    .join('\n')
    .replaceAll(/\b\d\d:\d\d\b/g, '··:··')}\n`
}

/** Keeps the first three rows of each part of a table: the others have the same structure. */
function shortened(lines: readonly string[]): string[] {
  const kept: string[] = []
  let rows = 0
  let hidden = Infinity
  for (const line of lines) {
    const depth = line.search(/\S/)
    if (depth > hidden) continue
    hidden = Infinity
    if (/^ *- rowgroup/.test(line)) rows = 0
    if (/^ *- row\b/.test(line) && ++rows > 3) {
      hidden = depth
      if (rows === 4) kept.push(`${' '.repeat(depth)}…`)
      continue
    }
    kept.push(line)
  }
  return kept
}
