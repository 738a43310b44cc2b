import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** How a process ends that leaves a rejection to itself and has something to do after it. */
function end(before: string): { status: number | null; stdout: string } {
  const code = `${before}; Promise.reject(new Error('CONNECTION_CLOSED')); setTimeout(() => console.log('still here'), 50)`
  return spawnSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' })
}

test('an unhandled rejection is logged and does not end the process', () => {
  const path = fileURLToPath(new URL('log-unhandled-rejections.js', import.meta.url))
  expect(end(`(await import('${path}')).logUnhandledRejections()`)).toMatchObject({ status: 0, stdout: 'still here\n' })
  expect(end('')).toMatchObject({ status: 1, stdout: '' }) // Node by itself
})
