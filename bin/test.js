// @ts-check
// npm test: runs every test. The last line counts them, and the exit code is 0 if all passed.
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { browser } from './browser.js'
import { build, buildIsDue } from './build.js'
import { stopWithUs } from './child.js'
import { checks } from './checks.js'
import { debianPostgres } from './debian-postgres.js'
import { install } from './install.js'
import { playwright, runAll, tool, vitest } from './test-runner.js'
import { root } from './root.js'
import { say, told } from './cli-output.js'

/** @type {import('./test-runner.js').Part} */
const production = {
  name: 'Production build',
  async run() {
    if (buildIsDue()) await build()
    return { passed: 1, failed: 0, output: '' }
  },
}

/**
 * Checks that each benchmark runs, not its figures. Two are omitted: events-batch needs pgbench, which not every machine has; lighthouse
 * needs 200 packages and a minute, and the journeys check the same.
 */
const benchmarks = tool(
  'Benchmarks in small',
  [
    ...['--import', './bin/typescript.js', 'e2e/bench/run.ts', '--small'],
    ...['events-single', 'event-profile', 'balance-procedure', 'movement-bytes', 'overview-js', 'live', 'memory', 'activity-growth'],
  ],
  { NODE_ENV: 'production' },
)

/** Two of the drill's 24 instants, since all of them take an hour. */
const dates = tool('The demo at awkward dates', ['--import', './bin/typescript.js', 'e2e/drill/drill.ts', 'dates', '--small'])

stopWithUs()
const total = { passed: 0, failed: 0 }
/** Parts that can't run on this machine; they count neither as passed nor as failed. */
const /** @type {string[]} */ notRun = []
if (await count(prepared)) {
  await count(() => runAll(checks(), 2))
  await count(() => runAll([vitest('Tests on Postgres 18', ['--project', 'db']), production]))
  await count(inTheBrowser)
  await count(() => runAll([benchmarks]))
  await count(onTheOldestPostgres)
  await count(onDebiansPostgres)
}
for (const part of notRun) say(`\nNot run here: ${part}`)
say(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 ? 1 : 0)

/**
 * Adds the result of a group of parts to the total. A group that throws counts as one failure, and the next group still runs.
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
  await install()
  return { passed: 0, failed: 0 }
}

async function inTheBrowser() {
  const CHROME_PATH = await browser()
  const E2E_DATA = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-e2e-'))
  try {
    const env = { CHROME_PATH, E2E_DATA, E2E_PORT: String(await freePort()) }
    return await runAll([
      playwright('Journeys in the browser', env),
      playwright('Journeys that need the portal to themselves', { ...env, E2E_PART: 'alone' }),
      dates,
    ])
  } finally {
    fs.rmSync(E2E_DATA, { recursive: true, force: true })
  }
}

async function onTheOldestPostgres() {
  await install(path.join(root, 'db/test/postgres-15'), 'Installing Postgres 15')
  const args = ['--project', 'db', '--exclude', 'db/embedded.db.test.ts'] // it starts its own server
  return runAll([vitest('Tests on Postgres 15', args, ['--import', './bin/typescript.js', 'bin/oldest-postgres.ts'])])
}

/**
 * The embedded servers are built without LLVM, so only this one shows the cost of JIT-compiled plans. They slowed `events-batch` from 1.2
 * times its reference to 0.06 (both without fsync), so this run has a minimum.
 */
async function onDebiansPostgres() {
  if (!(await debianPostgres())) {
    notRun.push('tests and a benchmark on Debian’s Postgres. No Postgres built with LLVM is here, and none can be installed.')
    return { passed: 0, failed: 0 }
  }
  const there = (/** @type {string} */ cluster) => ['--import', './bin/typescript.js', 'bin/on-debian-postgres.ts', cluster]
  const bench = ['--import', './bin/typescript.js', 'e2e/bench/run.ts', '--small', '--least', 'events-batch=0.5', 'events-batch']
  return runAll([
    vitest(
      'Tests on Debian’s Postgres',
      ['--project', 'db', 'db/settings', 'db/client', 'server/platform', 'server/ledger', 'server/orders'],
      there('pg-debian'),
    ),
    tool('Benchmark on Debian’s Postgres', [...there('pg-debian-bench'), ...bench], { NODE_ENV: 'production' }),
  ])
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
