import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ownerClient, roleUrl } from '#db/client.ts'
import { enqueue } from '#server/platform/outbox.ts'
import { exposition } from '#server/platform/metrics.ts'
import { batchTx, personTx } from '#server/platform/tx.ts'
import { startJobs } from './run.ts'
import { type QueueName, queues } from './table.ts'

let stop: (() => Promise<void>) | undefined
let queue: postgres.Sql

beforeEach(() => {
  queue = postgres(roleUrl('portal_queue'), { max: 1, onnotice: () => {} })
})

afterEach(async () => {
  await stop?.()
  stop = undefined
  await queue`delete from graphile_worker._private_jobs`
  await queue.end()
})

describe('a job', () => {
  test('runs once its transaction is committed, with what it was given', async () => {
    const run = vi.fn(async (_: { to: number }) => {})
    stop = await startJobs({ 'demo.walk': { queue: 'events', run } })
    await batchTx((tx) => enqueue(tx, 'demo.walk', { to: 7 }))
    await vi.waitFor(() => expect(run).toHaveBeenCalledWith({ to: 7 }), 5000)
    await personTx(1, (tx) => enqueue(tx, 'demo.walk', { to: 8 }))
    await vi.waitFor(() => expect(run).toHaveBeenCalledWith({ to: 8 }), 5000)
    expect((await exposition()).text).toContain('portal_jobs_total{task="demo.walk",outcome="done"} 2')
  })

  test('of a transaction that is rolled back never was', async () => {
    const failing = batchTx(async (tx) => {
      await enqueue(tx, 'demo.walk', { to: 6 })
      throw new Error('on purpose')
    })
    await expect(failing).rejects.toThrow('on purpose')
    expect(await queue`select from graphile_worker.jobs`).toHaveLength(0)
  })

  test('asked for again under its key waits only once', async () => {
    for (const to of [1, 2]) await batchTx((tx) => enqueue(tx, 'demo.walk', { to }, { key: 'one', delay: 60 }))
    const [row, ...more] = await queue`select extract(epoch from run_at - now())::int as seconds from graphile_worker.jobs`
    expect(more).toEqual([])
    expect(row?.seconds).toBeGreaterThan(50)
  })

  test('that fails is kept for another try, without the words of its error', async () => {
    const run = vi.fn(async () => {
      throw new RangeError('account 6222020200112233445')
    })
    stop = await startJobs({ 'demo.walk': { queue: 'events', run } })
    await batchTx((tx) => enqueue(tx, 'demo.walk', { to: 6 }))
    await vi.waitFor(async () => {
      const [row] = await queue`select attempts, last_error from graphile_worker.jobs`
      expect(row).toMatchObject({ attempts: 1, last_error: 'RangeError' })
    }, 5000)
  })

  test('of a worker that was killed is free again when the next one starts', async () => {
    await batchTx((tx) => enqueue(tx, 'demo.walk', { to: 9 }))
    await queue`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker-killed', attempts = 1`
    // Connections of the tests before are gone a moment after their worker stopped.
    const others = () => queue`select from pg_stat_activity where application_name = 'portal_queue_worker' and datname = current_database()`
    await vi.waitFor(async () => expect(await others()).toHaveLength(0), 5000)
    await queue.end() // as the killed worker's own connection does
    const run = vi.fn(async (_: { to: number }) => {})
    stop = await startJobs({ 'demo.walk': { queue: 'events', run } })
    await vi.waitFor(() => expect(run).toHaveBeenCalledWith({ to: 9 }), 5000)
    queue = postgres(roleUrl('portal_queue'), { max: 1, onnotice: () => {} })
  })
})

describe('where the mail server does not answer', () => {
  /** Starts as many jobs that never end as a queue runs at once and one more, then asks for a walk. @returns how often each ran */
  async function hold(queueOfWalk: QueueName) {
    let answer = () => {}
    const answered = new Promise<void>((resolve) => (answer = resolve))
    const [send, walk] = [vi.fn(() => answered), vi.fn(async () => {})]
    const running = await startJobs({ 'mail.send': { queue: 'mail', run: send }, 'demo.walk': { queue: queueOfWalk, run: walk } })
    stop = () => (answer(), running())
    const mail = { sealed: '' } as never
    await batchTx(async (tx) => {
      for (let n = 0; n <= queues.mail; n++) await enqueue(tx, 'mail.send', mail)
    })
    await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(queues.mail), 5000)
    await batchTx((tx) => enqueue(tx, 'demo.walk', { to: 1 }))
    return { send, walk, answer }
  }

  test('jobs of another queue run, and no more mails than the queue allows are tried at once', async () => {
    const { send, walk, answer } = await hold('events')
    await vi.waitFor(() => expect(walk).toHaveBeenCalledTimes(1), 5000)
    expect(send).toHaveBeenCalledTimes(queues.mail)
    answer()
    await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(queues.mail + 1), 5000)
  })

  test('negative control: a job of the same queue waits', async () => {
    const { walk, answer } = await hold('mail')
    await vi.waitFor(async () => expect(await queue`select from graphile_worker.jobs where locked_at is null`).toHaveLength(2), 5000)
    expect(walk).not.toHaveBeenCalled()
    answer()
    await vi.waitFor(() => expect(walk).toHaveBeenCalledTimes(1), 5000)
  })
})

test('the application roles cannot touch the queue but through enqueue()', async () => {
  for (const role of ['portal_people', 'portal_batch'] as const) {
    const sql = postgres(roleUrl(role), { max: 1, onnotice: () => {} })
    await expect(sql`select * from graphile_worker.jobs`).rejects.toThrow(/permission denied/)
    await expect(sql`select graphile_worker.add_job('demo.walk')`).rejects.toThrow(/permission denied/)
    await sql.end()
  }
  const sql = ownerClient()
  const [row] = await sql`select prosecdef, proconfig from pg_proc where oid = 'jobs.enqueue'::regproc`
  expect(row).toEqual({ prosecdef: true, proconfig: ['search_path=pg_catalog, pg_temp'] })
  await sql.end()
})
