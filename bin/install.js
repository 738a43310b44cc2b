// @ts-check
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { node } from './child.js'
import { root } from './root.js'
import { Advice, step } from './say.js'

/**
 * Installs the dependencies when the lock file changed since the last time, or when this is another kind of machine or another
 * Node: npm leaves out optional packages that want a newer one.
 * @param {string} [folder] of the package.json
 * @param {string} [name] of the step
 */
export async function install(folder = root, name = 'Installing dependencies') {
  const stamp = path.join(folder, 'node_modules/.portal-installed')
  const lock = fs.readFileSync(path.join(folder, 'package-lock.json'))
  const wanted = createHash('sha256').update(lock).update(`${process.platform} ${process.arch} ${process.version}`).digest('hex')
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return
  await step(name, async () => {
    const exact = await npm(folder, 'ci')
    if (exact.code !== 0) {
      // A lock file written on one platform may lack another one's optional packages; npm ci then refuses, npm install adds them.
      const loose = await npm(folder, 'install', '--no-save')
      if (loose.code !== 0) throw new Advice(`npm could not install what is needed.\n\n${exact.output}\n${loose.output}`)
    }
    fs.writeFileSync(stamp, wanted)
  })
}

/** The portal runs on Node 20.9; vitest, oxlint and their like want 20.19. @throws Advice */
export function requireTestersNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    throw new Advice(`The test tools need Node 20.19 or newer; this is ${process.version}, which only runs the portal.`)
}

/**
 * npm as it was called, or the one beside this Node.
 * @param {string} folder
 * @param {string[]} args
 */
function npm(folder, ...args) {
  const beside = ['../lib/node_modules/npm/bin/npm-cli.js', '../share/nodejs/npm/bin/npm-cli.js', 'node_modules/npm/bin/npm-cli.js']
  const places = beside.map((place) => path.resolve(path.dirname(fs.realpathSync(process.execPath)), place))
  const called = process.env.npm_execpath
  const cli = [...(called?.endsWith('npm-cli.js') ? [called] : []), ...places].find((place) => fs.existsSync(place))
  if (!cli) throw new Advice('npm was not found beside this Node. Install it, or run "npm ci --ignore-scripts" by hand, then start again.')
  const quiet = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  // NODE_ENV=production in a shell would leave out what builds and tests need.
  return node([cli, ...args, '--prefix', folder, ...quiet], { env: { NODE_ENV: 'development' } })
}
