// @ts-check
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { node } from './child.js'
import { root } from './root.js'
import { say, step, told } from './cli-output.js'

/** @typedef {{ passed: number, failed: number, output: string }} Outcome */
/** @typedef {{ name: string, run: () => Promise<Outcome> }} Part */

/** Timeout of a part, milliseconds. The longest part, the journeys, takes 12 minutes on two idle cores. */
const limit = 35 * 60_000

/**
 * A part that runs a tool and counts as one test, which passes if the exit code is 0.
 * @param {string} name
 * @param {string[]} args of node
 * @param {Record<string, string | undefined>} [env]
 * @returns {Part}
 */
export function tool(name, args, env = {}) {
  return {
    name,
    async run() {
      const { code, output } = await node(args, { env, limit })
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output }
    },
  }
}

/**
 * A part that runs vitest.
 * @param {string} name
 * @param {string[]} args
 * @param {string[]} [before] arguments of node before vitest's script
 * @returns {Part}
 */
export function vitest(name, args, before = []) {
  return {
    name,
    async run() {
      const report = temporary('vitest.json')
      const all = [...before, bin('vitest'), 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
      const { code, output } = await node(all, { env: { NODE_ENV: 'test' }, limit })
      const { numPassedTests: passed = 0, numTotalTests: total = 0, testResults = [] } = read(report)
      // A file that cannot be loaded reports no failed tests.
      const unloaded = testResults.filter((/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0)
      return verdict({ code, passed, failed: total - passed + unloaded.length, output })
    },
  }
}

/**
 * A part that runs Playwright.
 * @param {string} name
 * @param {Record<string, string | undefined>} env
 * @param {string[]} [more] arguments
 * @returns {Part}
 */
export function playwright(name, env, more = []) {
  return {
    name,
    async run() {
      const report = temporary('playwright.json')
      const args = [bin('@playwright/test', 'playwright'), 'test', '--reporter=line,json', ...more]
      const { code, output } = await node(args, { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }, limit })
      const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = read(report).stats ?? {}
      return verdict({ code, passed: expected, failed: unexpected + flaky + skipped, output })
    },
  }
}

/**
 * The outcome of a run, whose skipped tests are counted in `failed`. A run that failed or ran no test has at least one failure.
 * @param {{ code: number, passed: number, failed: number, output: string }} run
 */
function verdict({ code, passed, failed, output }) {
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed, output }
}

/**
 * Runs parts, `lanes` of them concurrently. Prints them in order, and the output of those that failed.
 * @param {Part[]} parts
 * @param {number} [lanes]
 */
export async function runAll(parts, lanes = 1) {
  /** @type {Promise<Outcome>[]} */
  const outcomes = []
  for (const [at, { run }] of parts.entries()) outcomes.push(after(outcomes[at - lanes], run))
  const all = { passed: 0, failed: 0 }
  for (const [at, { name }] of parts.entries()) {
    await step(name, async (note) => {
      const { passed, failed, output } = /** @type {Outcome} */ (await outcomes[at])
      all.passed += passed
      all.failed += failed
      note(failed > 0 ? `${failed} failed` : `${passed} passed`)
      if (failed > 0) throw new Error(output)
    }).catch((error) => say(`\n${error.message}\n`))
  }
  return all
}

/**
 * @param {Promise<unknown> | undefined} before
 * @param {() => Promise<Outcome>} run
 * @returns {Promise<Outcome>}
 */
async function after(before, run) {
  await before
  try {
    return await run()
  } catch (error) {
    return { passed: 0, failed: 1, output: told(error) }
  }
}

/**
 * The path of the script of a package's command.
 * @param {string} name of the package
 * @param {string} [command]
 */
export function bin(name, command = name) {
  const folder = path.join(root, 'node_modules', name)
  const { bin } = read(path.join(folder, 'package.json'))
  return path.join(folder, typeof bin === 'string' ? bin : (bin?.[command] ?? ''))
}

/** @param {string} file */
function read(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {}
}

/** @param {string} name */
function temporary(name) {
  return path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'portal-report-')), name)
}
