import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { locales } from '#server/platform/locale.ts'
import { enter } from './demo.ts'
import { inside, outside, readers } from './pages.ts'

// What somebody hears who cannot see: each page of a store in its order, by roles and names, as e2e/aloud/ has it written down.
// After a change read it there, as they would: npx playwright test e2e/aloud.test.ts --update-snapshots
test.describe.configure({ mode: 'serial' })

let folder: string
let world: ChildProcess
let url: string

test.beforeAll(async () => {
  test.setTimeout(300_000)
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-aloud-'))
  fs.chmodSync(folder, 0o755) // for the account that a root's database runs as
  const script = ['--import', './bin/typescript.js', 'e2e/aloud/world.ts', folder]
  world = spawn(process.execPath, script, { env: { ...process.env, NODE_ENV: 'production' }, stdio: ['ignore', 2, 2, 'ipc'] })
  const [first] = (await Promise.race([once(world, 'message'), once(world, 'exit')])) as [unknown]
  if (typeof first !== 'string') throw new Error(`it ended with ${String(first)}`)
  url = first
})

test.afterAll(async () => {
  world.disconnect()
  await once(world, 'exit')
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
})

/** Names of the list in pages.ts before anybody has signed in; the outbox holds what others do. */
const readOutside = ['sign-in', 'forgotten password', 'new password', 'confirmation of an e-mail', 'invitation that is gone']

/** Those of a store whose words are not another one's again, nor the name of this machine as the security page has it. */
const read = [
  ...['overview', 'list', 'list narrowed to none', 'entry', 'balance of a day', 'releases', 'order', 'requests', 'new request'],
  ...['why', 'calendar', 'settings', 'team', 'help', 'not found'],
]

for (const locale of locales)
  test(`the pages read aloud in ${locale}`, async ({ browser }) => {
    test.setTimeout(240_000)
    const page = await browser.newPage({ baseURL: url, locale, viewport: { width: 1280, height: 800 } })
    for (const name of readOutside) await hear(name, String(outside[name]))
    await enter(page, readers[locale])
    expect.soft(await aloud(page, 'a[href="#main"], header')).toMatchSnapshot(`frame-${locale}.txt`)
    for (const name of read) {
      const place = inside[name] ?? ''
      await hear(name, typeof place === 'string' ? place : await place(page))
    }
    await page.context().close()

    async function hear(name: string, address: string) {
      await page.goto('about:blank') // so that an address which differs after its # only is a visit too
      await page.goto(address)
      await expect(page.getByRole('heading', { level: 1 })).toBeAttached()
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      expect.soft(await aloud(page, 'main')).toMatchSnapshot(`${name.replaceAll(' ', '-')}-${locale}.txt`)
    }
  })

test('a name that nobody hears any more is missed', async ({ browser }) => {
  const page = await browser.newPage({ baseURL: url })
  await enter(page, readers.en)
  await page.goto('/help')
  const whole = await aloud(page, 'main')
  await page.getByRole('heading', { level: 1 }).evaluate((heading) => heading.setAttribute('aria-hidden', 'true'))
  expect(await aloud(page, 'main')).not.toBe(whole)
  await page.context().close()
})

/** The accessibility tree of the parts of a page, a line a thing, without addresses; minutes of a day go on while somebody reads. */
async function aloud(page: Page, parts: string): Promise<string> {
  const found = await page.locator(parts).all()
  const trees = await Promise.all(found.map((part) => part.ariaSnapshot()))
  const lines = trees.flatMap((tree) => tree.split('\n')).filter((line) => line.trim() !== '' && !/^ *- \/url:/.test(line))
  return `${shortened(lines)
    .join('\n')
    .replaceAll(/\b\d\d:\d\d\b/g, '··:··')}\n`
}

/** The first three rows of each part of a table say what the others would. */
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
