import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { defineConfig } from '@playwright/test'
import { instant } from '#db/test/instant.ts'

// Set in the first process only: the workers, which read this file too, inherit them.
const port = (process.env.E2E_PORT ??= '3199')
const data = (process.env.E2E_DATA ??= fs.mkdtempSync(path.join(os.tmpdir(), 'portal-e2e-')))
const at = (process.env.E2E_AT ??= instant)
fs.chmodSync(data, 0o755) // the embedded Postgres of a root runs as another account
const { CHROME_PATH: executablePath } = process.env

/** What is timed to the second, posts much for the stores of others, or takes something from the database: these have the portal to themselves. */
const alone = ['**/live.test.ts', '**/staff-requests.test.ts', '**/taken-away.test.ts']

/** What `npm run drill dates` runs at each instant. */
const main = ['activity', 'forecast', 'open-account', 'overview', 'release-request', 'releases', 'drill/dates'].map(
  (name) => `**/${name}.test.ts`,
)

/**
 * `npm test` runs the first two parts one after the other, each by itself: a project that depended on the other would not run at all once
 * that one has a failure. E2E_PART chooses one.
 */
const parts = {
  journeys: { name: 'journeys', outputDir: 'test-results', testIgnore: ['**/bench/**', '**/drill/**', ...alone] }, // the folders are vitest's
  alone: { name: 'alone', outputDir: 'test-results/alone', testMatch: alone, fullyParallel: false, workers: 1 },
  dates: { name: 'dates', outputDir: 'test-results/journeys-at-dates', testMatch: main },
}

export default defineConfig({
  testDir: 'e2e',
  snapshotPathTemplate: 'e2e/accessible-text/{arg}{ext}',
  fullyParallel: true,
  workers: 2,
  projects: [parts[(process.env.E2E_PART ?? 'journeys') as keyof typeof parts]],
  forbidOnly: true,
  timeout: 120_000, // a loaded machine is no failure
  expect: { timeout: 15_000 },
  use: {
    baseURL: `http://localhost:${port}`,
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    },
  },
  webServer: {
    command: 'node bin/start.js',
    env: { PORT: port, PORTAL_DATA: data, PORTAL_URL: `http://localhost:${port}`, PORTAL_DEMO_AT: at, DATABASE_URL: '', PORTAL_SECRET: '' },
    url: `http://localhost:${port}/api/health`,
    timeout: 300_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
  },
})
