// @ts-check
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { say } from './cli-output.js'

/** Whether this is Debian or Ubuntu and this process may install packages. */
export function debianRoot() {
  return process.getuid?.() === 0 && fs.existsSync('/etc/debian_version') && spawnSync('apt-get', ['--version']).status === 0
}

/**
 * Installs packages with apt-get. A failure is printed, not thrown.
 * @param {string[]} packages
 */
export async function apt(...packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '--yes', '--no-install-recommends', ...packages]
  // The package lists of a fresh image are empty or old.
  for (const args of [['update'], install]) {
    const { status, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8', timeout: 600_000 })
    if (status !== 0 && args === install) say(stderr)
  }
}
