// @ts-check
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { node } from './child.js'
import { root } from './root.js'
import { Advice, step } from './cli-output.js'

/**
 * Installs the dependencies if the lock file, the platform or the Node version has changed. Node's version matters because npm omits
 * optional packages that need a newer Node.
 * @param {string} [folder] of the package.json
 * @param {string} [name] of the step
 */
export async function install(folder = root, name = 'Installing dependencies') {
  const stamp = path.join(folder, 'node_modules/.portal-installed')
  const lock = fs.readFileSync(path.join(folder, 'package-lock.json'))
  const wanted = createHash('sha256').update(lock).update(`${process.platform} ${process.arch} ${process.version}`).digest('hex')
  const isInstalled = () => fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted
  if (isInstalled()) return
  await withLock(path.join(folder, '.installing'), async () => {
    if (isInstalled()) return // by the command that held the lock
    await step(name, async () => {
      const { code, output } = await npm(folder, 'ci')
      if (code !== 0) throw new Advice(adviceOn(output))
      fs.writeFileSync(stamp, wanted)
    })
  })
}

/**
 * Runs `work` under a lock file, because npm ci empties the folder that a concurrent command may be filling.
 * @param {string} file the lock file; holds its owner's process id
 * @param {() => Promise<void>} work
 */
async function withLock(file, work) {
  while (!tryLock(file)) await sleep(100)
  try {
    await work()
  } finally {
    fs.rmSync(file, { force: true })
  }
}

/** @param {string} file */
function tryLock(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    removeAbandoned(file)
    return false
  }
}

/** Removes a lock file whose owner was killed. @param {string} file */
function removeAbandoned(file) {
  if (isHeld(file)) return
  const aside = `${file}-${process.pid}`
  try {
    fs.renameSync(file, aside)
    if (isHeld(aside)) fs.linkSync(aside, file) // another command has just taken the lock
    fs.rmSync(aside)
  } catch {} // another command was faster
}

/** @param {string} file */
function isHeld(file) {
  const owner = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0
  try {
    return owner === 0 || process.kill(owner, 0) // 0: removed, or not yet written
  } catch {
    return false
  }
}

/**
 * The advice after a failed npm ci. There is no fallback to npm install, which could install unreviewed versions.
 * @param {string} output of npm
 */
export function adviceOn(output) {
  const missing = [...output.matchAll(/Missing: (\S+) from lock file/g)].map(([, name]) => `  ${name}`)
  if (missing.length === 0) return `npm ci failed, so nothing was started.\n\n${output}`
  const complete = 'npm install --package-lock-only --omit-lockfile-registry-resolved'
  return `package-lock.json lacks these packages:\n${missing.join('\n')}\nAdd them with "${complete}", review its changes, and start again.`
}

/**
 * Runs the npm that started this command, otherwise the one installed with this Node.
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
  // NODE_ENV=production in a shell would omit the packages of builds and tests.
  return node([cli, ...args, '--prefix', folder, ...quiet], { env: { NODE_ENV: 'development' } })
}
