// @ts-check
import fs from 'node:fs'
import path from 'node:path'
import { apt, debianRoot } from './apt.js'
import { step } from './cli-output.js'

const folder = '/usr/lib/postgresql'

/**
 * Finds or installs Debian's Postgres, without a cluster. Unlike the embedded one it is built with LLVM. Newer Debian has the JIT compiler
 * in a separate package.
 * @returns {Promise<{ bin: string, major: number } | undefined>} undefined if there is none and it can't be installed
 */
export async function debianPostgres() {
  const found = installed()
  if (found || !debianRoot()) return found
  await step('Installing Postgres (apt-get)', async () => {
    const settings = '/etc/postgresql-common/createcluster.conf'
    if (!fs.existsSync(settings)) {
      fs.mkdirSync(path.dirname(settings), { recursive: true })
      fs.writeFileSync(settings, 'create_main_cluster = false\n')
    }
    await apt('postgresql')
    const [newest] = versions()
    if (newest !== undefined && !installed()) await apt(`postgresql-${newest}-jit`)
  })
  return installed()
}

function installed() {
  const complete = (/** @type {number} */ version) =>
    ['bin/postgres', 'bin/initdb', 'bin/pgbench', 'lib/llvmjit.so'].every((file) => fs.existsSync(path.join(folder, String(version), file)))
  const major = versions().find((version) => version >= 15 && complete(version))
  return major === undefined ? undefined : { bin: path.join(folder, String(major), 'bin'), major }
}

/** Major versions that are installed, newest first. */
function versions() {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : []
  return names
    .map(Number)
    .filter(Number.isInteger)
    .toSorted((a, b) => b - a)
}
