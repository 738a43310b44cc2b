import fs from 'node:fs'
import { spawnSync } from 'node:child_process'
import { storePaths } from '#server/platform/paths.ts'
import { postAll } from './events.ts'
import type { Measure } from './measure.ts'
import { mixOf } from './mix.ts'
import { ask } from './pages.ts'
import { signInAsOwner } from './session.ts'

/**
 * Resident memory of the portal's server after a replay of orders and many page views. The reference is its memory after half of the
 * views: a ratio of 1 means that memory does not grow.
 */
export const memory: Measure = async (bench) => {
  const { portal, size } = bench
  const { cookie, store } = await signInAsOwner(bench)
  const overview = storePaths(store).overview()
  const { lanes } = mixOf({ orders: Math.ceil(size.orders / 3), sellers: 1600, prefix: 'memory-', lanes: 4, from: Date.UTC(2025, 0, 1) })
  await postAll(
    portal.credentials,
    lanes.map((lane) =>
      Array.from({ length: Math.ceil(lane.length / 500) }, (_, n) => JSON.stringify({ events: lane.slice(n * 500, (n + 1) * 500) })),
    ),
  )
  await ask(bench, overview, cookie, { calls: size.views / 2 })
  const half = resident(portal.server.pid)
  await ask(bench, overview, cookie, { calls: size.views / 2 })
  const value = resident(portal.server.pid)
  return [{ name: 'memory', value, unit: 'MB', reference: half, ratio: value / half }]
}

/** A process's resident memory in megabytes: from /proc on Linux, elsewhere from ps. */
function resident(pid: number | undefined): number {
  const status = `/proc/${pid}/status`
  if (fs.existsSync(status)) return Number(/^VmRSS:\s+([0-9]+) kB/m.exec(fs.readFileSync(status, 'utf8'))?.[1]) / 1024
  return Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout) / 1024
}
