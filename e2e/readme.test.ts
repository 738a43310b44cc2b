import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'

// The example in README.md must work when a reader pastes it unchanged.
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const sample = /```sh\n([^`]*webhook-signature[^`]*)```/.exec(readme)?.[1] ?? ''
const tools = ['curl', 'openssl', 'od']
const here = tools.every((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0)

test('the five lines of README.md post an event twice and read a balance', () => {
  expect(sample.trim().split('\n')).toHaveLength(5)
  if (!here) return
  const run = () => spawnSync('sh', ['-ec', sample.replace('.data/', `${process.env.E2E_DATA}/`)], { encoding: 'utf8' })
  const first = run()
  expect(first.stderr).toBe('')
  expect(first.stdout).toContain('{"results":[{"id":"hello-1","status":"posted"}]}')
  expect(first.stdout).toContain('"seller_id":"hello","status":"unopened"')
  expect(run().stdout).toContain('{"results":[{"id":"hello-1","status":"duplicate"}]}')
})
