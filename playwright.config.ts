import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { defineConfig } from '@playwright/test'

// Set in the first process only: the workers, which read this file too, inherit them.
const port = (process.env.E2E_PORT ??= '3199')
const data = (process.env.E2E_DATA ??= fs.mkdtempSync(path.join(os.tmpdir(), 'portal-e2e-')))
fs.chmodSync(data, 0o755) // the embedded Postgres of a root runs as another account
const { CHROME_PATH: executablePath } = process.env

/** What is timed to the second, or takes something from the database: it comes last and has the portal to itself. */
const alone = ['e2e/live.test.ts', 'e2e/taken-away.test.ts']

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  snapshotPathTemplate: 'e2e/aloud/{arg}{ext}',
  fullyParallel: true,
  workers: 2,
  projects: [
    { name: 'journeys', testIgnore: ['**/bench/**', '**/drill/**', ...alone] }, // the folders are vitest's
    { name: 'alone', testMatch: alone, fullyParallel: false, workers: 1, dependencies: ['journeys'] },
  ],
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
    env: { PORT: port, PORTAL_DATA: data, PORTAL_URL: `http://localhost:${port}`, DATABASE_URL: '', PORTAL_SECRET: '' },
    url: `http://localhost:${port}/api/health`,
    timeout: 300_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
  },
})
