import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { browser } from '#bin/browser.js'
import { bin } from '#bin/test-runner.js'
import { freePort } from '#db/process.ts'

type Suite = {
  suites?: Suite[]
  specs?: { tests: { annotations: { type: string; description?: string }[] }[] }[]
}

/**
 * `npm run drill pages`: runs e2e/pages.test.ts, which visits every page in each language, width and theme. Prints one JSON line to
 * stdout, and saves a screenshot of each visit.
 * @param args --full: all eighteen combinations of a page instead of nine, and axe on each
 * @returns whether no page had a fault
 */
export async function pages(args: string[], note: (text: string) => void): Promise<boolean> {
  const { values } = parseArgs({ args, options: { full: { type: 'boolean', default: false } } })
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-pages-'))
  const report = path.join(folder, 'report.json')
  try {
    const env = {
      ...process.env,
      CHROME_PATH: await browser(),
      E2E_DATA: path.join(folder, 'data'),
      E2E_PORT: String(await freePort()),
      E2E_PAGES: values.full ? 'full' : 'pairs',
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    }
    fs.mkdirSync(env.E2E_DATA)
    const script = [bin('@playwright/test', 'playwright'), 'test', 'e2e/pages.test.ts', '--reporter=line,json']
    // Playwright's output goes to stderr, because stdout is for the JSON line only.
    const child = spawn(process.execPath, script, { env, stdio: ['ignore', 2, 2] })
    const [code] = (await once(child, 'exit')) as [number | null]
    const said = annotations(JSON.parse(fs.readFileSync(report, 'utf8')) as Suite)
    const sum = (type: string) => said.reduce((total, one) => total + (one.type === type ? Number(one.description) : 0), 0)
    const violations = sum('faults')
    process.stdout.write(`${JSON.stringify({ name: 'pages', full: values.full, visits: sum('visits'), violations, broken: code !== 0 })}\n`)
    note('Pictures are in test-results/pages.')
    return code === 0 && violations === 0
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  }
}

function annotations({ suites = [], specs = [] }: Suite): { type: string; description?: string }[] {
  return [...suites.flatMap(annotations), ...specs.flatMap(({ tests }) => tests.flatMap((test) => test.annotations))]
}
