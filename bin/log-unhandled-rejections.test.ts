import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** Runs a process that leaves a rejection unhandled and prints a line 50 ms later. Returns its exit status and output. */
function end(before: string): { status: number | null; stdout: string } {
  const code = `${before}; Promise.reject(new Error('CONNECTION_CLOSED')); setTimeout(() => console.log('still here'), 50)`
  return spawnSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' })
}

test('an unhandled rejection is logged and does not end the process', () => {
  const path = fileURLToPath(new URL('log-unhandled-rejections.js', import.meta.url))
  expect(end(`(await import('${path}')).logUnhandledRejections()`)).toMatchObject({ status: 0, stdout: 'still here\n' })
  expect(end('')).toMatchObject({ status: 1, stdout: '' }) // Node's default
})
