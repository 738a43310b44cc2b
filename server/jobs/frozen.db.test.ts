import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Proxy } from '#db/test/proxy.ts'
import { superuserClient } from '#db/test/superuser.ts'
import { health } from '#server/platform/health.ts'
import { enqueue } from '#server/platform/outbox.ts'
import { batchTx } from '#server/platform/tx.ts'
import { startJobs } from './run.ts'
import { queues } from './table.ts'

const superuser = superuserClient()
afterAll(() => superuser.end())

let proxy: Proxy
let stop: () => Promise<void>
const run = vi.fn(async (_: { to: number }) => {})

beforeEach(async () => {
  run.mockReset()
  proxy = await Proxy.begin()
  stop = await startJobs({ 'demo.walk': { queue: 'events', run } })
  await batchTx((tx) => enqueue(tx, 'demo.walk', { to: 1 }))
  await vi.waitFor(() => expect(run).toHaveBeenCalledWith({ to: 1 }), 5000)
})
afterEach(async () => {
  await stop()
  await proxy.end()
})

/** Connections that listen for jobs, by process id: each asks something every ten seconds. */
const listeners = async () => {
  const rows = await superuser<{ pid: number }[]>`
    select pid from pg_stat_activity
    where usename = 'portal_queue' and datname = current_database() and query in ('select 1', 'LISTEN "jobs:insert"; LISTEN "worker:migrate";')`
  return rows.map(({ pid }) => pid)
}

describe('where the host of the database freezes', () => {
  test('a job that is asked for afterwards runs within 30 s, and new jobs are heard of again', async () => {
    const before = await listeners()
    expect(before).toHaveLength(Object.keys(queues).length)
    const from = performance.now()
    proxy.freeze()
    // The transaction's own pool finds out by itself that its connection is frozen.
    await vi.waitFor(() => batchTx((tx) => enqueue(tx, 'demo.walk', { to: 2 })), 25_000)
    await vi.waitFor(() => expect(run).toHaveBeenCalledWith({ to: 2 }), 30_000)
    expect(performance.now() - from).toBeLessThan(30_000)
    await vi.waitFor(async () => expect((await listeners()).filter((pid) => !before.includes(pid))).toHaveLength(before.length), 20_000)
  })

  test('a job that ran meanwhile is done once: its end is told to the next host', async () => {
    let end = () => {}
    run.mockImplementation(() => new Promise<void>((resolve) => (end = resolve)))
    await batchTx((tx) => enqueue(tx, 'demo.walk', { to: 3 }))
    await vi.waitFor(() => expect(run).toHaveBeenCalledWith({ to: 3 }), 5000)
    proxy.freeze()
    end()
    await vi.waitFor(async () => expect(await superuser`select from graphile_worker._private_jobs`).toHaveLength(0), 45_000)
    expect(run.mock.calls.filter(([{ to }]) => to === 3)).toHaveLength(1)
  })
})

test('a queue that stops by itself makes the health check fail, so that the process is started again', async () => {
  expect((await health()).parts.jobs).toBe('ok')
  await superuser`select pg_notify('worker:migrate', '{"breaking": true}')`
  await vi.waitFor(async () => expect(await health()).toMatchObject({ ok: false, parts: { jobs: 'stopped' } }), 5000)
  process.exitCode = undefined // set by graphile-worker
})
