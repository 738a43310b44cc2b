import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { type EmbeddedServer, startEmbedded } from '#db/embedded.ts'
import { postmaster } from '#db/postmaster.ts'
import { alive } from '#db/process.ts'

// npm start as a new user runs it: the settings that it refuses, and that it leaves no process behind, however it ends.

let data: string
let port: number
const started: ChildProcess[] = []

test.beforeEach(async () => {
  data = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-start-'))
  fs.chmodSync(data, 0o755)
  port = await freePort()
})

test.afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  fs.rmSync(data, { recursive: true, force: true, maxRetries: 20 })
})

type Run = { child: ChildProcess; output: () => string; ended: Promise<number | null> }

function start(env: Record<string, string>): Run {
  const child = spawn(process.execPath, ['bin/start.js'], {
    env: { ...process.env, DATABASE_URL: '', PORTAL_SECRET: '', PORTAL_DATA: data, PORT: String(port), PORTAL_URL: '', ...env },
  })
  started.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  return { child, output: () => output, ended: once(child, 'exit').then(([code]) => code as number | null) }
}

const health = () =>
  fetch(`http://localhost:${port}/api/health`).then(
    (answer) => answer.status,
    () => 0,
  )
const said = (run: Run, words: string) => expect.poll(run.output, { timeout: 60_000 }).toContain(words)

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address() as net.AddressInfo
  probe.close()
  return address.port
}

test.describe('on an external database', () => {
  let server: EmbeddedServer
  let startServer: () => Promise<EmbeddedServer>

  test.beforeEach(async () => {
    const settings = { fsync: 'off', port: String(await freePort()) }
    startServer = () => startEmbedded(path.join(data, 'own'), { settings })
    server = await startServer()
  })

  test.afterEach(() => server.stop())

  test('PORTAL_SECRET is required, and the error says how to create one', async () => {
    const run = start({ DATABASE_URL: server.url })
    expect(await run.ended).toBe(1)
    expect(run.output()).toContain('PORTAL_SECRET')
    expect(run.output()).toContain('openssl rand -hex 32')
    expect(run.output()).not.toContain(server.url)
  })

  test('an unreachable database is named without its password', async () => {
    const run = start({ DATABASE_URL: `postgres://portal:hush@127.0.0.1:${port}/portal`, PORTAL_SECRET: 'x'.repeat(32) })
    expect(await run.ended).toBe(1)
    expect(run.output()).toContain('The database of DATABASE_URL does not answer: ECONNREFUSED.')
    expect(run.output()).not.toContain('hush')
  })

  test('PORTAL_DEMO_AT is refused, because there is no demo', async () => {
    const run = start({ DATABASE_URL: server.url, PORTAL_SECRET: 'x'.repeat(32), PORTAL_DEMO_AT: '2031-03-12T10:30:00+08:00' })
    expect(await run.ended).toBe(1)
    expect(run.output()).toContain('PORTAL_DEMO_AT sets the clock of the demo')
  })

  test('the portal serves without demo and sandbox keys, reports an unreachable database, and stops on a signal', async () => {
    const run = start({ DATABASE_URL: server.url, PORTAL_SECRET: 'x'.repeat(32) })
    await said(run, 'The portal is ready')
    expect(await health()).toBe(200)
    expect(run.output()).not.toContain('Demo')
    expect(fs.existsSync(path.join(data, 'sandbox.env'))).toBe(false)

    await server.stop()
    const away = await fetch(`http://localhost:${port}/api/health`)
    expect(away.status).toBe(503)
    expect(await away.json()).toMatchObject({ status: 'unavailable', parts: { database: 'unreachable' } })
    server = await startServer()
    await expect.poll(health).toBe(200)

    run.child.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    expect(await health()).toBe(0)
  })
})

test('a port in use is refused at once, and another one is proposed', async () => {
  const other = net.createServer().listen(port, '127.0.0.1')
  await once(other, 'listening')
  const run = start({})
  expect(await run.ended).toBe(1)
  expect(run.output()).toContain(`Port ${port} is in use`)
  other.close()
})

test('an existing demo can’t be started at another instant, and the error says how to have a second one', async () => {
  const run = start({ PORTAL_DATA: process.env.E2E_DATA ?? '', PORTAL_DEMO_AT: '2027-12-31T23:59:00+08:00' })
  expect(await run.ended).toBe(1)
  expect(run.output()).toContain('PORTAL_DATA=')
  expect(run.output()).toContain(`started at ${new Date(process.env.E2E_AT ?? '').toISOString()}`)
})

test('a demo that listens on the network warns about it, and no start prints the API key', async () => {
  test.slow()
  const run = start({ HOST: '0.0.0.0' })
  await expect.poll(run.output, { timeout: 180_000 }).toContain('Ctrl-C stops it.')
  expect(run.output()).toContain(`HOST=0.0.0.0 opens this DEMO to everybody who reaches port ${port} of this machine.`)
  expect(run.output()).toContain(path.join(data, 'sandbox.env'))
  const [, key = ''] = /^PORTAL_KEY=(.+)$/m.exec(fs.readFileSync(path.join(data, 'sandbox.env'), 'utf8')) ?? []
  expect(key).toMatch(/^sfp_/)
  expect(run.output()).not.toContain(key)
  expect(run.output()).not.toContain('whsec_')
})

for (const signal of ['SIGKILL', 'SIGTERM'] as const)
  test(`${signal} in the middle of the first start leaves no process behind`, async () => {
    const run = start({})
    await said(run, 'Booking the demo')
    const pid = postmaster(path.join(data, 'pg'))?.pid ?? 0
    expect(alive(pid)).toBe(true)
    run.child.kill(signal)
    await run.ended
    await expect.poll(() => processesOf(data), { timeout: 20_000 }).toEqual([])
  })

/** Processes that have the folder in their command line or as PORTAL_DATA; outside Linux, only the database. */
function processesOf(folder: string): string[] {
  if (process.platform !== 'linux') return postmaster(path.join(folder, 'pg')) ? ['the database'] : []
  return fs.readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false
    try {
      const environment = name === String(process.pid) ? '' : fs.readFileSync(`/proc/${name}/environ`, 'utf8')
      return fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(folder) || environment.includes(`PORTAL_DATA=${folder}`)
    } catch {
      return false
    }
  })
}
