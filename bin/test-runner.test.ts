import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runAll, tool, vitest } from './test-runner.js'

// People read only the last line of npm test: a part that breaks, hangs or runs nothing must count as failed.

let shown: string
beforeEach(() => {
  shown = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    shown += String(text)
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

const fine = { name: 'fine', run: async () => ({ passed: 3, failed: 0, output: 'quiet' }) }

test('results are summed in order, and only failed parts show their output', async () => {
  const bad = { name: 'bad', run: async () => ({ passed: 1, failed: 2, output: 'the reason' }) }
  expect(await runAll([fine, bad, fine], 2)).toEqual({ passed: 7, failed: 2 })
  expect(shown.replaceAll(/\d+\.\d s/g, 'N s')).toBe(
    '✓ fine (N s, 3 passed)\n✗ bad (N s, 2 failed)\n\nthe reason\n\n✓ fine (N s, 3 passed)\n',
  )
})

test('a part that throws is one failure, and the others still run', async () => {
  const broken = { name: 'broken', run: () => Promise.reject(new Error('cannot even begin')) }
  expect(await runAll([broken, fine])).toEqual({ passed: 3, failed: 1 })
  expect(shown).toContain('cannot even begin')
})

test('a tool passes with exit code 0 only', async () => {
  expect(await tool('good', ['--eval', '']).run()).toMatchObject({ passed: 1, failed: 0 })
  expect(await tool('bad', ['--eval', 'process.exit(3)']).run()).toMatchObject({ passed: 0, failed: 1 })
  expect(await tool('killed', ['--eval', 'process.kill(process.pid, 9)']).run()).toMatchObject({ passed: 0, failed: 1 })
})

test('a run of vitest that finds no tests, or cannot start, is a failure', async () => {
  expect(await vitest('nothing', ['--project', 'pure', 'no/such/file', '--passWithNoTests']).run()).toMatchObject({ passed: 0, failed: 1 })
  expect(await vitest('wrong', ['--project', 'none']).run()).toMatchObject({ passed: 0, failed: 1 })
})
