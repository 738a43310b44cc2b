// @ts-check
// npm test: every test there is. Its last line counts them, and its exit code says whether all passed.
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { browser } from './browser.js'
import { build, buildIsDue } from './build.js'
import { stopWithUs } from './child.js'
import { checks } from './checks.js'
import { install, requireTestersNode } from './install.js'
import { playwright, runAll, tool, vitest } from './parts.js'
import { root } from './root.js'
import { say, told } from './say.js'

/** @type {import('./parts.js').Part} */
const production = {
  name: 'Production build',
  async run() {
    if (buildIsDue()) await build()
    return { passed: 1, failed: 0, output: '' }
  },
}

/**
 * Their figures are not looked at, only that each can be taken. Two are left out: events-batch wants Postgres' own pgbench, which not
 * every machine has, and lighthouse some 200 packages and a minute for what the journeys see too.
 */
const benchmarks = tool(
  'Benchmarks in small',
  [
    ...['--import', './bin/typescript.js', 'e2e/bench/run.ts', '--small'],
    ...['events-single', 'event-profile', 'balance-procedure', 'movement-bytes', 'overview-js', 'live', 'memory', 'activity-growth'],
  ],
  { NODE_ENV: 'production' },
)

stopWithUs()
const total = { passed: 0, failed: 0 }
if (await count(prepared)) {
  await count(() => runAll(checks(), 2))
  await count(() => runAll([vitest('Tests on Postgres 18', ['--project', 'db']), production]))
  await count(inTheBrowser)
  await count(() => runAll([benchmarks]))
  await count(onTheOldestPostgres)
}
say(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 ? 1 : 0)

/**
 * Adds what a group of parts came to; a group that breaks is a failure of its own and leaves the others their turn.
 * @param {() => Promise<{ passed: number, failed: number }>} group
 */
async function count(group) {
  try {
    const { passed, failed } = await group()
    total.passed += passed
    total.failed += failed
    return true
  } catch (error) {
    say(`\n${told(error)}`)
    total.failed++
    return false
  }
}

async function prepared() {
  requireTestersNode()
  await install()
  return { passed: 0, failed: 0 }
}

async function inTheBrowser() {
  const CHROME_PATH = await browser()
  const E2E_DATA = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-e2e-'))
  try {
    return await runAll([playwright('Journeys in the browser', { CHROME_PATH, E2E_DATA, E2E_PORT: String(await freePort()) })])
  } finally {
    fs.rmSync(E2E_DATA, { recursive: true, force: true })
  }
}

async function onTheOldestPostgres() {
  await install(path.join(root, 'db/test/postgres-15'), 'Installing Postgres 15')
  const args = ['--project', 'db', '--exclude', 'db/embedded.db.test.ts'] // which brings its own server
  return runAll([vitest('Tests on Postgres 15', args, ['--import', './bin/typescript.js', 'bin/oldest-postgres.ts'])])
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (probe.address())
      probe.close(() => resolve(port))
    })
  })
}
