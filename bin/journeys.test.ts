import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { bin, playwright } from './test-runner.js'
import { dataFolder, root } from './root.js'

/** Each test starts Playwright, which is slow on a loaded machine. */
const slow = { timeout: 120_000 }

type Listed = { config: { projects: { name: string }[] }; suites: { file: string }[] }

/** The projects and test files that Playwright would run for a part of the journeys. */
function listed(part: string): Listed {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-list-'))
  const env = { ...process.env, E2E_PART: part, E2E_DATA: data, NODE_ENV: 'development' as const }
  const args = [bin('@playwright/test', 'playwright'), 'test', '--list', '--reporter=json']
  const text = execFileSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' })
  fs.rmSync(data, { recursive: true })
  return JSON.parse(text) as Listed
}

test('both parts together run every journey, and a failure of one does not hide the other’s results', slow, () => {
  const parts = ['journeys', 'alone'].map(listed)
  expect(parts.map(({ config }) => config.projects.map(({ name }) => name))).toEqual([['journeys'], ['alone']])
  const files = fs.readdirSync(path.join(root, 'e2e')).filter((name) => name.endsWith('.test.ts'))
  expect(parts.flatMap(({ suites }) => suites.map(({ file }) => file)).toSorted()).toEqual(files.toSorted())
})

test(
  'a planted failure: of two runs the second still passes, where a project that depends on the first would not have run',
  slow,
  async () => {
    fs.mkdirSync(dataFolder, { recursive: true })
    const folder = fs.mkdtempSync(path.join(dataFolder, 'planted-')) // within the checkout, so that Playwright is found
    const write = (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text)
    for (const [name, outcome] of [
      ['first', 'false'],
      ['second', 'true'],
    ] as const)
      write(`${name}.test.mjs`, `import { expect, test } from '@playwright/test'\ntest('${name}', () => expect(${outcome}).toBe(true))`)
    const [first, second] = ['first', 'second'].map((name) => `{ name: '${name}', testMatch: '${name}.test.mjs' }`)
    write('first.mjs', `export default { projects: [${first}] }`)
    write('second.mjs', `export default { projects: [${second}] }`)
    write('chained.mjs', `export default { projects: [${first}, { ...${second}, dependencies: ['first'] }] }`)
    const run = async (name: string) => {
      const { passed, failed } = await playwright(name, {}, ['--config', path.join(folder, `${name}.mjs`)]).run()
      return [passed, failed]
    }
    expect([await run('first'), await run('second'), (await run('chained'))[0]]).toEqual([[0, 1], [1, 0], 0])
    fs.rmSync(folder, { recursive: true })
  },
)
