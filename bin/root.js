// @ts-check
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

/** Where the embedded database, its secrets and logs are; PORTAL_DATA moves it. */
export const dataFolder = path.resolve(root, process.env.PORTAL_DATA || '.data')

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 9)) {
  process.stderr.write(`The portal needs Node 20.9 or newer; this is ${process.version}.\n`)
  process.exit(1)
}
