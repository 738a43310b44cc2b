import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { browser } from '#bin/browser.js'
import { build, buildIsDue } from '#bin/build.js'
import { node } from '#bin/child.js'
import { bin } from '#bin/test-runner.js'
import { freePort } from '#db/process.ts'
import { inEachRun, type Instant, instants } from '#db/test/instants.ts'

/**
 * `npm run drill dates`: starts the demo at awkward instants; at each it runs the seed, the main journeys and a recount of the figures on
 * the pages. Prints one JSON line to stdout, the violations as notes, and saves screenshots of three pages for each instant.
 * @param args --small: the two instants of every test run; --only TEXT: those whose instant or reason contains the text
 * @returns whether there was an instant to run and none had a violation
 */
export async function dates(args: string[], note: (text: string) => void): Promise<boolean> {
  const { values } = parseArgs({ args, options: { small: { type: 'boolean', default: false }, only: { type: 'string', default: '' } } })
  const chosen = (values.small ? inEachRun : instants).filter(({ at, why }) => `${at} ${why}`.includes(values.only))
  if (buildIsDue()) await build()
  const CHROME_PATH = await browser()
  let violations = 0
  for (const instant of chosen) {
    const found = await violationsAt(instant, { CHROME_PATH })
    violations += found.length
    note(`${instant.at} ${instant.why}: ${found.length === 0 ? 'sound' : found.join('\n')}`)
  }
  process.stdout.write(`${JSON.stringify({ name: 'dates', cases: chosen.length, violations })}\n`)
  return chosen.length > 0 && violations === 0
}

type Environment = Record<string, string | undefined>

/** The violations of a demo that starts at this instant, a line each. */
async function violationsAt({ at, zone }: Instant, env: Environment): Promise<string[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-dates-'))
  fs.chmodSync(folder, 0o755) // under root, Postgres runs as another account
  try {
    const there = { ...env, TZ: zone, E2E_AT: at, E2E_PART: 'dates', E2E_DATA: folder, E2E_PORT: String(await freePort()) }
    return [...(await journeys(there, path.join(folder, 'journeys.json'))), ...(await recount(folder, zone))]
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  }
}

type Suite = {
  title: string
  suites?: Suite[]
  specs?: { title: string; ok: boolean; tests: { results: { error?: { message?: string } }[] }[] }[]
}

async function journeys(env: Environment, report: string): Promise<string[]> {
  const script = [bin('@playwright/test', 'playwright'), 'test', '--reporter=line,json']
  // Playwright's output goes to stderr, because stdout is for the JSON line only.
  const stdio: ['ignore', 2, 2] = ['ignore', 2, 2]
  const child = spawn(process.execPath, script, { env: { ...process.env, ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }, stdio })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (!fs.existsSync(report)) return [`the journeys ended with ${code}`]
  const failed = failuresOf(JSON.parse(fs.readFileSync(report, 'utf8')) as Suite)
  return failed.length === 0 && code !== 0 ? [`the journeys ended with ${code}`] : failed
}

function failuresOf({ suites = [], specs = [] }: Suite): string[] {
  const own = specs.filter(({ ok }) => !ok).map(({ title, tests }) => `${title}: ${tests[0]?.results[0]?.error?.message ?? 'did not run'}`)
  return [...suites.flatMap(failuresOf), ...own]
}

async function recount(folder: string, zone: string): Promise<string[]> {
  const env = { PORTAL_DATA: folder, DATABASE_URL: '', PORTAL_SECRET: '', TZ: zone, LOG_LEVEL: 'silent', NODE_ENV: 'production' }
  const script = ['--import', './bin/typescript.js', 'bin/with-database.ts', 'e2e/drill/truth.ts']
  const { code, output } = await node(script, { env })
  const lines = output.split('\n').filter(Boolean)
  return lines.length === 0 && code !== 0 ? [`the recount ended with ${code}`] : lines
}
