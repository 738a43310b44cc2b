import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const parts = [
  'app',
  'server',
  'db',
  'demo',
  'public',
  'bin',
  'package.json',
  'tsconfig.json',
  'next.config.js',
  'postcss.config.mjs',
  'proxy.ts',
  'instrumentation.ts',
]

/**
 * Builds a copy of the portal with two more routes: bare handlers, as references on the same server. The product itself must not have
 * them.
 * @param folder for the copy; inside the checkout, so that its node_modules are found
 */
export function buildCopy(folder: string): void {
  fs.mkdirSync(folder, { recursive: true })
  for (const part of parts) {
    fs.rmSync(path.join(folder, part), { recursive: true, force: true })
    if (fs.existsSync(path.join(root, part))) fs.cpSync(path.join(root, part), path.join(folder, part), { recursive: true })
  }
  fs.cpSync(path.join(root, 'e2e/bench/reference'), path.join(folder, 'app/api'), { recursive: true })
  allowBodies(path.join(folder, 'server/platform/body-limits.json'))
  const link = path.join(folder, 'node_modules')
  if (!fs.existsSync(link)) fs.symlinkSync(path.join(root, 'node_modules'), link)
  const script = `import(${JSON.stringify(path.join(folder, 'bin/build.js'))}).then(({ build }) => build())`
  const built = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`the portal could not be built:\n${built.stdout}\n${built.stderr}`)
}

/** Gives the bare handler of events the same body limit as the product's API. */
function allowBodies(table: string): void {
  const limits = JSON.parse(fs.readFileSync(table, 'utf8')) as Record<string, number>
  fs.writeFileSync(table, JSON.stringify({ ...limits, '/api/bare-events': limits['/api/v1'] }))
}
