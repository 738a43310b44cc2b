// @ts-check
import { spawn } from 'node:child_process'
import path from 'node:path'
import { root } from './root.js'

const withParent = path.join(root, 'bin/with-parent.cjs')

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()

/**
 * Forwards signals to the child processes.
 * @param {NodeJS.Signals} signal
 */
export function stopChildren(signal) {
  for (const child of running) child.kill(signal)
}

/** For a command that only runs child processes: on a signal it stops them and exits. */
export function stopWithUs() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.once(signal, () => {
      stopChildren(signal)
      process.exit(130)
    })
}

/**
 * Runs a Node script as a child process that ends when this process ends.
 * @param {string[]} args arguments of node, the script among them
 * @param {{
 *   env?: Record<string, string | undefined>
 *   show?: boolean
 *   limit?: number
 *   onMessage?: (message: any, child: import('node:child_process').ChildProcess) => void
 * }} [options] show: print its output instead of returning it. limit: timeout in ms
 * @returns {Promise<{ code: number, output: string }>} code is 1 if the child was killed
 */
export function node(args, { env, show = false, limit, onMessage } = {}) {
  return new Promise((resolve, reject) => {
    const out = show ? 'inherit' : 'pipe'
    const child = spawn(process.execPath, ['--require', withParent, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      ...(limit && { timeout: limit, killSignal: 'SIGKILL' }),
      stdio: onMessage ? ['pipe', out, out, 'ipc'] : ['pipe', out, out],
    })
    running.add(child)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (chunk) => (output += chunk))
    if (onMessage) child.on('message', (message) => onMessage(message, child))
    child.on('error', reject)
    child.on('close', (code) => {
      running.delete(child)
      resolve({ code: code ?? 1, output })
    })
  })
}
