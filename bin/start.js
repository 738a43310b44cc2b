// @ts-check
// npm start, npm run dev (--dev): installs, starts the database, builds and serves the portal.
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build, buildIsDue } from './build.js'
import { node, stopChildren } from './child.js'
import { install } from './install.js'
import { dataFolder, root } from './root.js'
import { giveUp, say, step } from './cli-output.js'

const dev = process.argv.includes('--dev')
const begun = Date.now()

/** @type {() => Promise<void>} */
let stopServing = async () => {}
/** @type {() => Promise<void>} */
let stopDatabase = async () => {}
let stopping = false

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => void stop(signal))
stopWithNpm()

await install().catch(giveUp)
// Loads .env files as Next does, before anything reads DATABASE_URL.
const { default: environment } = await import('@next/env')
environment.loadEnvConfig(root, dev, { info() {}, error: giveUp })
const port = Number(process.env.PORT || 3000)
process.env.PORTAL_URL ||= `http://localhost:${port}`
const ours = !process.env.DATABASE_URL
const hosts = process.env.HOST ? [process.env.HOST] : ours ? ['127.0.0.1', '::1'] : ['::']
await refuseTakenPort()

// The build runs while the database is prepared; its progress is shown afterwards.
const building = !dev && buildIsDue() ? build() : undefined
building?.catch(() => {})
const { env, embedded, demo } = await prepare()
Object.assign(process.env, env, { NODE_ENV: dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' })
if (building) await step('Building for production', () => building).catch(giveUp)
const { serve } = await import('./serve.js')
stopServing = await serve({ dev, demo: ours, port, hosts }).catch((error) => giveUp(`The portal could not start: ${error.message}`))
announce()

/** @returns {Promise<import('./prepare.ts').Prepared>} */
async function prepare() {
  /** @type {import('./prepare.ts').Prepared | undefined} */
  let prepared
  const { code } = await node(['--import', './bin/typescript.js', 'bin/prepare.ts'], {
    show: true,
    onMessage(message, child) {
      prepared = message
      if (prepared?.embedded) holdDatabase(prepared.embedded)
      child.send('held')
    },
  })
  if (code !== 0 || !prepared) process.exit(1)
  return prepared
}

/**
 * Keeps the embedded server running: it runs while its pipe is open for writing (db/embedded.ts).
 * @param {{ holdPath: string, folder: string }} server
 */
function holdDatabase({ holdPath, folder }) {
  const descriptor = fs.openSync(holdPath, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK)
  stopDatabase = async () => {
    fs.closeSync(descriptor)
    // The server has stopped when its pid file is gone. Another command may keep it running.
    const pidFile = path.join(folder, 'data/postmaster.pid')
    for (const until = Date.now() + 5000; Date.now() < until && fs.existsSync(pidFile);) await sleep(20)
  }
}

/** @param {NodeJS.Signals} signal */
async function stop(signal) {
  if (stopping) process.exit(1) // the second signal ends it at once
  stopping = true
  stopChildren(signal)
  await stopServing()
  await stopDatabase()
  process.exit(signal === 'SIGTERM' ? 0 : 130)
}

/** Stops when the parent process changes: npm may be killed without a signal to us, or may signal only the shell in between. */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const born = ancestors()
  setInterval(() => {
    if (ancestors() !== born && !stopping) void stop('SIGTERM')
  }, 500).unref()
}

/** The process ids of our parent and, on Linux, of its parent. */
function ancestors() {
  const parent = process.ppid
  try {
    return `${parent} ${/^PPid:\s+(\d+)$/m.exec(fs.readFileSync(`/proc/${parent}/status`, 'utf8'))?.[1]}`
  } catch {
    return `${parent}`
  }
}

async function refuseTakenPort() {
  if (!(port > 0 && port < 65_536)) giveUp(`PORT is ${process.env.PORT}: it must be a number between 1 and 65535.`)
  for (const host of hosts) {
    const code = await new Promise((resolve) => {
      const probe = net.createServer()
      probe.once('error', (/** @type {NodeJS.ErrnoException} */ error) => resolve(error.code))
      probe.listen(port, host, () => probe.close(() => resolve('free')))
    })
    if (code === 'EADDRINUSE') giveUp(`Port ${port} is in use. Choose another one: PORT=3001 npm start`)
  }
}

function announce() {
  const at = process.env.PORTAL_URL
  say(`\nThe portal is ready after ${((Date.now() - begun) / 1000).toFixed(1)} s.\n`)
  say(`  Portal      ${at}`)
  say(`  API         ${at}/api/v1        health ${at}/api/health`)
  if (embedded) say(`  Data        ${dataFolder}${embedded.folder.startsWith(dataFolder) ? '' : `, database in ${embedded.folder}`}`)
  if (demo) {
    say('\nDemo sign-ins (one click at the sign-in page):')
    for (const { email, about } of demo.people) say(`  ${email.padEnd(34)} ${about}`)
    // Prints the path and not the key, because people copy and share terminal output.
    if (demo.sandboxFile) say(`\nKey and signing secret of the demo marketplace's backend: ${demo.sandboxFile}`)
    if (!hosts.every(isLoopback)) warnOfOpenDemo()
  }
  say('\nCtrl-C stops it.')
}

/** The operator may have set HOST without knowing what the demo exposes. */
function warnOfOpenDemo() {
  const line = '!'.repeat(78)
  say(`\n${line}\nHOST=${hosts.join(', ')} opens this DEMO to everybody who reaches port ${port} of this machine.`)
  say('Without a password they sign in as every person above, read all demo e-mails at /outbox,')
  say('ask for releases, upload files and move the clock. Never keep anything real in it.')
  say(`It answers at localhost and at the host of PORTAL_URL, which is ${process.env.PORTAL_URL}.\n${line}`)
}

/** @param {string} host */
function isLoopback(host) {
  return ['127.0.0.1', '::1', 'localhost'].includes(host)
}
