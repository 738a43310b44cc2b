// @ts-check
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { node } from './child.js'
import { root } from './root.js'
import { Advice } from './cli-output.js'

const folders = ['app', 'server', 'db', 'demo', 'public']
const files = ['package-lock.json', 'tsconfig.json', 'proxy.ts', 'instrumentation.ts', 'next.config.js', 'postcss.config.mjs']
const stamp = path.join(root, '.next/portal-sources')

/** Whether a source changed since the last build. */
export function buildIsDue() {
  return !fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== hashOfSources()
}

/** Builds for production and records the hash of the sources. */
export async function build() {
  const sources = hashOfSources()
  fs.rmSync(stamp, { force: true })
  const { code, output } = await node(['node_modules/next/dist/bin/next', 'build'], {
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  if (code !== 0) throw new Advice(output)
  fs.writeFileSync(stamp, sources)
}

/** A hash of all files that the build reads, and of Node's major version. */
function hashOfSources() {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '')
  const present = [...files, ...folders].map((name) => path.join(root, name)).filter((name) => fs.existsSync(name))
  for (const file of present.flatMap(filesIn)) hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file))
  return hash.digest('hex')
}

/**
 * @param {string} folder
 * @returns {string[]} the files under it that a build may read, in a fixed order
 */
function filesIn(folder) {
  if (fs.statSync(folder).isFile()) return /\.test\.tsx?$/.test(folder) ? [] : [folder]
  const names = fs.readdirSync(folder).filter((name) => name !== 'test')
  return names.toSorted().flatMap((name) => filesIn(path.join(folder, name)))
}
