// @ts-check
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

/** The folder of the embedded database, its secrets and logs: PORTAL_DATA, by default `.data`. */
export const dataFolder = path.resolve(root, process.env.PORTAL_DATA || '.data')

// Repeats `engines` of package.json, about which npm only warns. e2e/oldest-node.test.ts runs the oldest version.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19) || major === 21 || (major === 22 && minor < 12)) {
  process.stderr.write(`The portal needs Node 20 (from 20.19), 22 (from 22.12) or newer; this is ${process.version}.\n`)
  process.exit(1)
}
