// @ts-check
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

/** Where the embedded database, its secrets and logs are; PORTAL_DATA moves it. */
export const dataFolder = path.resolve(root, process.env.PORTAL_DATA || '.data')

// As `engines` of package.json has it, which npm only warns of; e2e/oldest-node.test.ts runs the first of these.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19) || major === 21 || (major === 22 && minor < 12)) {
  process.stderr.write(`The portal needs Node 20 (from 20.19), 22 (from 22.12) or newer; this is ${process.version}.\n`)
  process.exit(1)
}
