import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startEmbedded } from '#db/embedded.ts'
import { freePort } from '#db/process.ts'
import { ownerClient } from '#db/client.ts'
import { migrateDatabase } from '#db/migrate.ts'
import type { WireEvent } from '#db/seed/wire.ts'
import { newCaller } from '#db/test/caller.ts'
import { Reckoning } from '#db/test/reckoning.ts'
import { verify } from '#server/ledger/index.ts'
import { verifyLines } from '#server/orders/index.ts'
import { Caller, signed } from '../bench/caller.ts'
import { mixOf } from '../bench/mix.ts'
import { root } from '#bin/root.js'

/**
 * `npm run drill kill`: a backend posts while the portal and its Postgres are killed with -9 again and again. It sends a batch
 * until it has an answer. Afterwards no acknowledged event may be missing, none may count twice, and the books must verify.
 *
 * --careless commits without waiting for the disk: the drill must then find what was lost.
 */
const { values: options } = parseArgs({
  options: {
    orders: { type: 'string', default: '8000' },
    kills: { type: 'string', default: '6' },
    careless: { type: 'boolean', default: false },
  },
})

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-drill-'))
const server = await startEmbedded(path.join(home, 'pg'))
const port = await freePort()
const url = `http://localhost:${port}`
Object.assign(process.env, {
  DATABASE_URL: server.url,
  PORTAL_SECRET: 'a secret of the drill that is long enough',
  PORTAL_URL: url,
  LOG_LEVEL: 'error',
})

let portal: ChildProcess | undefined
const acknowledged = new Set<string>()
const strange: string[] = []
let unanswered = 0
let longest = 0

async function startPortal(): Promise<void> {
  const log = fs.openSync(path.join(home, 'portal.log'), 'a')
  portal = spawn(process.execPath, ['bin/start.js'], {
    cwd: root,
    env: { ...process.env, PORT: String(port), PORTAL_DATA: home },
    stdio: ['ignore', log, log],
  })
  for (const until = Date.now() + 240_000; Date.now() < until; await sleep(100)) {
    if (
      await fetch(`${url}/api/health`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return
    if (portal.exitCode !== null) break
  }
  throw new Error(`the portal did not start:\n${fs.readFileSync(path.join(home, 'portal.log'), 'utf8').slice(-2000)}`)
}

async function killPortal(): Promise<void> {
  portal?.kill('SIGKILL')
  await startPortal()
}

/** The whole tree at once, as when the machine loses power; what waited in shared memory is gone. */
function killPostgres(): void {
  const postmaster = Number(fs.readFileSync(path.join(server.folder, 'data/postmaster.pid'), 'utf8').split('\n')[0])
  const children = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === postmaster)
  for (const pid of [postmaster, ...children.map(Number)]) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // gone by itself
    }
  }
}

function parentOf(pid: string): number {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return 0
  }
}

/** Posts one lane in its order, each batch until it is answered. */
async function post(caller: Caller, credentials: { url: string; key: string; secret: string }, lane: readonly WireEvent[]): Promise<void> {
  for (let at = 0; at < lane.length; at += 40) {
    const batch = lane.slice(at, at + 40)
    const body = JSON.stringify({ events: batch })
    const from = Date.now()
    for (let sent = 1; ; sent++) {
      const answer = await caller.call('/api/v1/events', { method: 'POST', headers: signed(credentials, body), body }).catch(() => null)
      if (answer?.status !== 200) {
        unanswered++
        if (Date.now() - from > 120_000) throw new Error(`no answer for two minutes (${answer?.status})`)
        await sleep(50)
        continue
      }
      for (const { id, status } of (JSON.parse(answer.body) as { results: { id: string; status: string }[] }).results) {
        if (status !== 'posted' && !(status === 'duplicate' && sent > 1)) strange.push(`${id} ${status}`)
        acknowledged.add(id)
      }
      break
    }
    longest = Math.max(longest, Date.now() - from)
  }
}

await migrateDatabase()
const owner = ownerClient()
if (options.careless) await owner`alter role portal_batch set synchronous_commit = off`
const credentials = { url, ...(await newCaller()) }
await startPortal()

const mix = mixOf({ orders: Number(options.orders), sellers: 200, prefix: 'k', lanes: 8, from: Date.now() - 300 * 86_400_000 })
const caller = new Caller(url, 8)
const kills = Number(options.kills)
const done = new AbortController()
const killer = (async () => {
  for (let n = 1; n <= kills; n++) {
    while (!done.signal.aborted && acknowledged.size < (mix.events * n) / (kills + 1)) await sleep(5)
    if (done.signal.aborted) return
    if (n % 2 || options.careless) killPostgres()
    else await killPortal()
  }
})()
await Promise.all(mix.lanes.map((lane) => post(caller, credentials, lane)))
done.abort()
await killer
caller.close()

// The portal is asked to stop as anybody would; then the database is read.
portal?.kill('SIGTERM')
const stored = new Set((await owner<{ id: string }[]>`select id from events where problem is null`).map(({ id }) => id))
const lost = [...acknowledged].filter((id) => !stored.has(id))
const want = new Reckoning()
for (const event of mix.lanes.flat()) want.take(event)
const rows = await owner<
  { seller: string; currency: string; available: bigint; pending: bigint; reserve: bigint; frozen: bigint; debt: bigint }[]
>`
  select external_id as seller, currency, available, pending, reserve, frozen, -debt as debt from books join sellers on sellers.id = seller_id`
const differ = rows.filter(({ seller, currency, ...buckets }) => {
  const { movements: _, ...book } = want.book(seller, currency)
  return Object.entries(book).some(([bucket, amount]) => buckets[bucket as keyof typeof buckets] !== amount)
})
const breaks = [...(await verify()).breaks, ...(await verifyLines()).breaks]
await owner.end()

const result = {
  events: mix.events,
  kills,
  unanswered,
  lost: lost.length,
  differ: differ.length,
  strange: strange.length,
  breaks: breaks.length,
  longestMs: longest,
}
console.log(JSON.stringify({ name: options.careless ? 'kill-careless' : 'kill', ...result }))
const clean = lost.length + differ.length + strange.length + breaks.length === 0 && stored.size === mix.events
await server.stop()
fs.rmSync(home, { recursive: true, force: true })
process.exit(clean ? 0 : 1)
