import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type EmbeddedServer, startEmbedded } from './embedded.ts'
import { isServer, postmaster } from './postmaster.ts'

let folder: string
let home: string
const servers: EmbeddedServer[] = []
const children: ChildProcess[] = []

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-embedded-'))
  fs.chmodSync(folder, 0o755)
  home = path.join(folder, 'pg')
})

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const server of servers.splice(0)) await server.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

async function start(at = home): Promise<EmbeddedServer> {
  const server = await startEmbedded(at, { settings: { fsync: 'off' } })
  servers.push(server)
  return server
}

/** Starts or joins the server in another process, which prints the server's URL. */
async function startElsewhere(): Promise<{ child: ChildProcess; url: string }> {
  const source = fileURLToPath(new URL('./embedded.ts', import.meta.url))
  const program = `import { startEmbedded } from ${JSON.stringify(source)}
    startEmbedded(${JSON.stringify(home)}, { settings: { fsync: 'off' } }).then((server) => { console.log(server.url); setInterval(() => {}, 1000) })`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, url: line.toString().trim() }
}

async function ask(url: string): Promise<unknown> {
  const sql = postgres(url, { max: 1, connect_timeout: 3, onnotice: () => {} })
  try {
    const [row] = await sql`select 41 + 1 as answer`
    return row?.answer
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function gone(pid: number): Promise<boolean> {
  return eventually(() => !isServer(pid, home))
}

async function eventually(fact: () => boolean | Promise<boolean>): Promise<boolean> {
  for (const until = Date.now() + 20_000; Date.now() < until; await sleep(20)) if (await fact()) return true
  return false
}

const serverPid = () => postmaster(home)?.pid ?? 0

/** The parent of each process. On Linux it reads /proc, because a minimal Debian has no ps. */
function parents(): Map<number, number> {
  if (process.platform !== 'linux') {
    const lines = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
    return new Map(lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]))
  }
  const found = new Map<number, number>()
  for (const name of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(fs.readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]
      found.set(Number(name), Number(parent))
    } catch {
      // the process has ended meanwhile
    }
  }
  return found
}

describe('a server', () => {
  test('is checksummed, UTF-8 with the builtin C.UTF-8, on loopback only, and wants its password', async () => {
    const server = await start()
    const sql = postgres(server.url, { max: 1 })
    const [row] = await sql`
      select current_setting('data_checksums') as checksums, current_setting('listen_addresses') as addresses, version(),
             datlocprovider as provider, datlocale as locale, pg_encoding_to_char(encoding) as encoding
      from pg_database where datname = current_database()`
    await sql.end()
    expect(row).toMatchObject({ checksums: 'on', addresses: '127.0.0.1', provider: 'b', locale: 'C.UTF-8', encoding: 'UTF8' })
    expect(row?.version).toMatch(/^PostgreSQL 18/)
    expect(fs.statSync(path.join(server.folder, 'password')).mode & 0o777).toBe(0o600)
    const wrong = new URL(server.url)
    wrong.password = 'wrong'
    await expect(ask(wrong.href)).rejects.toThrow(/password authentication failed/)
  })

  test('keeps what was written, and is down once stop() resolves', async () => {
    const first = await start()
    const sql = postgres(first.url, { max: 1 })
    await sql`create table kept as select 1 as one`
    await sql.end()
    const pid = serverPid()
    await first.stop()
    expect(isServer(pid, home)).toBe(false)
    const again = postgres((await start()).url, { max: 1 })
    expect((await again`select one from kept`)[0]?.one).toBe(1)
    await again.end()
  })

  test('is joined by a second start, and outlives the first one', async () => {
    const [first, second] = await Promise.all([start(), startElsewhere()])
    expect(second.url).toBe(first.url)
    const third = await start()
    expect(third.adopted).toBe(true)
    await first.stop()
    await third.stop()
    expect(await ask(second.url)).toBe(42)
    const pid = serverPid()
    second.child.kill('SIGTERM')
    expect(await gone(pid)).toBe(true)
  })
})

describe('after a kill -9', () => {
  test('of the program, the server stops', async () => {
    const { child, url } = await startElsewhere()
    expect(await ask(url)).toBe(42)
    const pid = serverPid()
    child.kill('SIGKILL')
    expect(await gone(pid)).toBe(true)
    expect(await ask((await start()).url)).toBe(42)
  })

  test('of the server, its guard starts it again at the same address', async () => {
    const { url } = await start()
    const pid = serverPid()
    process.kill(pid, 'SIGKILL')
    expect(await eventually(async () => serverPid() !== pid && (await ask(url).catch(() => 0)) === 42)).toBe(true)
  })

  test('of the guard and its helper, the next start replaces the server', async () => {
    await startElsewhere()
    const pid = serverPid()
    const guard = parents().get(pid)
    const helpers = [...parents()].filter(([child, parent]) => parent === guard && child !== pid)
    for (const shell of [guard ?? 0, ...helpers.map(([child]) => child)]) process.kill(shell, 'SIGKILL')
    const next = await start()
    expect(await ask(next.url)).toBe(42)
    expect(serverPid()).not.toBe(pid)
    expect(isServer(pid, home)).toBe(false)
  })

  test('of the guard, the server still stops with the last program', async () => {
    const { child } = await startElsewhere()
    const pid = serverPid()
    process.kill(parents().get(pid) ?? 0, 'SIGKILL')
    child.kill('SIGKILL')
    expect(await gone(pid)).toBe(true)
  })

  test('a pid file whose number another program has now does not keep the server from starting', async () => {
    const server = await start()
    await server.stop()
    const file = path.join(home, 'data', 'postmaster.pid')
    fs.writeFileSync(file, `${process.pid}\n${path.join(home, 'data')}\n1\n5432\n\n127.0.0.1\n\nready   \n`)
    expect(await ask((await start()).url)).toBe(42)
  })
})

test('where the account of the server cannot reach the folder, the data lie elsewhere', async () => {
  fs.chmodSync(folder, 0o700)
  const server = await start()
  expect(await ask(server.url)).toBe(42)
  expect(server.folder === home).toBe(process.getuid?.() !== 0)
  await server.stop()
  if (server.folder !== home) fs.rmSync(path.dirname(server.folder), { recursive: true })
})

test('a server that cannot start says why', async () => {
  const server = await start()
  await server.stop()
  fs.appendFileSync(path.join(home, 'data', 'postgresql.conf'), '\nno_such_setting = 1\n')
  await expect(startEmbedded(home)).rejects.toThrow(/no_such_setting/)
})
