// @ts-check
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { node } from './child.js'
import { root } from './root.js'
import { giveUp, step } from './say.js'

const stamp = path.join(root, 'node_modules/.portal-installed')

/** Installs the dependencies when the lock file changed since the last time, or when this is another kind of machine. */
export async function install() {
  const lock = fs.readFileSync(path.join(root, 'package-lock.json'))
  const wanted = createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex')
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return
  await step('Installing dependencies', async () => {
    // NODE_ENV=production in a shell would leave out what builds and tests need.
    const env = { NODE_ENV: 'development' }
    const exact = await npm(['ci'], env)
    if (exact.code !== 0) {
      // A lock file written on one platform may lack another one's optional packages; npm ci then refuses, npm install adds them.
      const loose = await npm(['install', '--no-save'], env)
      if (loose.code !== 0) giveUp(`npm could not install the dependencies.\n\n${exact.output}\n${loose.output}`)
    }
    fs.writeFileSync(stamp, wanted)
  })
}

/**
 * npm as it was called, or the one beside this Node.
 * @param {string[]} args
 * @param {Record<string, string>} env
 */
function npm(args, env) {
  const beside = ['../lib/node_modules/npm/bin/npm-cli.js', '../share/nodejs/npm/bin/npm-cli.js', 'node_modules/npm/bin/npm-cli.js']
  const places = beside.map((place) => path.resolve(path.dirname(fs.realpathSync(process.execPath)), place))
  const called = process.env.npm_execpath
  const cli = [...(called?.endsWith('npm-cli.js') ? [called] : []), ...places].find((place) => fs.existsSync(place))
  if (!cli) giveUp('npm was not found beside this Node. Install the dependencies with "npm ci --ignore-scripts", then start again.')
  const quiet = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  return node([cli, ...args, ...quiet], { env })
}
