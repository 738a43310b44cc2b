import { EventEmitter } from 'node:events'
import { Logger, parseCronItems, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Pool } from 'pg'
import { keepAsking, queuePool } from '#db/queue-pool.ts'
import { env } from '#server/platform/env.ts'
import { jobsAre } from '#server/platform/health.ts'
import { errorFields, log } from '#server/platform/log.ts'
import { counter, gauge, histogram } from '#server/platform/metrics.ts'
import * as statements from './statements.ts'
import { type Jobs, type QueueName, queues, table } from './table.ts'
import { watchInvitees } from './watch-invitees.ts'

/**
 * Starts a worker for each queue in this process, with the schedules of its jobs.
 * @param extraJobs beside the portal's own (`table`): the demo's
 * @returns stops the workers: running jobs finish, no others begin
 */
export async function startJobs(extraJobs: Jobs): Promise<() => Promise<void>> {
  const tasks: Jobs = { ...table, ...extraJobs }
  await statements.freeAbandoned()
  gauge({
    name: 'portal_jobs_oldest_due_seconds',
    help: 'How long the oldest job that could run has been waiting',
    read: () => statements.oldestDue(),
  })
  gauge({ name: 'portal_jobs_given_up', help: 'Jobs that failed until they had no tries left', read: () => statements.givenUp() })
  const names = Object.keys(queues) as QueueName[]
  const atOnce = names.reduce((sum, name) => sum + queues[name], 0)
  // Besides, each queue listens on a connection, and has what no job waits for: its schedule, locks of workers that were killed.
  const pool = queuePool(atOnce + 2 * names.length)
  const workers = await Promise.all(names.map((name) => runQueue(pool, name, tasks)))
  jobsAre('running')
  return async () => {
    await Promise.all(workers.map(({ stop }) => stop()))
    if (!pool.ending) await pool.end()
  }
}

/** A worker of its own for each queue, so that none waits for another's jobs: a worker asks only for tasks that it knows. */
async function runQueue(pool: Pool, name: QueueName, all: Jobs): Promise<{ stop: () => Promise<void> }> {
  const tasks = Object.fromEntries(Object.entries(all).filter(([, { queue }]) => queue === name))
  const runner = await run({
    pgPool: pool,
    events: listeningEvents(),
    concurrency: queues[name],
    pollInterval: 2000, // NOTIFY starts a job at once; this finds the ones whose time has come
    noHandleSignals: true,
    taskList: taskList(tasks),
    parsedCronItems: parseCronItems(
      Object.entries(tasks).flatMap(([task, { cron }]) =>
        cron ? [{ task, match: cron, identifier: task, options: { backfillPeriod: 0 } }] : [],
      ),
    ),
    logger: new Logger(() => () => {}), // what matters is told here
  })
  let isStopping = false
  const ended = untilEnd(runner, () => {
    if (!isStopping) log.error({ queue: name }, 'a job queue stopped by itself; the health check fails until this process is started again')
  })
  const stop = async () => {
    isStopping = true
    await runner.stop().catch(() => {}) // it refuses where it has stopped
    await ended
  }
  return { stop }
}

async function untilEnd(runner: Runner, end: () => void): Promise<void> {
  await runner.promise.catch((error: unknown) => log.error(errorFields(error), 'a job queue failed'))
  jobsAre('stopped')
  end()
}

/** The worker's events: the connection that listens for new jobs is asked something while it does. */
function listeningEvents(): WorkerEvents {
  const events: WorkerEvents = new EventEmitter()
  let stopAsking = () => {}
  events.on('pool:listen:success', ({ client }) => (stopAsking = keepAsking(client)))
  events.on('pool:listen:release', () => stopAsking())
  return events
}

function taskList(tasks: Jobs): TaskList {
  const done = counter({ name: 'portal_jobs_total', help: 'Jobs by outcome', labelNames: ['task', 'outcome'] })
  const seconds = histogram({
    name: 'portal_job_seconds',
    help: 'How long jobs take',
    labelNames: ['task'],
    buckets: [0.01, 0.1, 1, 10, 60],
  })
  return Object.fromEntries(
    Object.entries(tasks).map(([task, job]) => [
      task,
      async (payload, { job: { attempts, max_attempts } }) => {
        const end = seconds.startTimer({ task })
        try {
          await job.run(payload as never)
          done.inc({ task, outcome: 'done' })
        } catch (error) {
          done.inc({ task, outcome: attempts >= max_attempts ? 'given_up' : 'failed' })
          log.error({ task, attempts, ...errorFields(error) }, 'a job failed')
          throw new Error((error as Error).name, { cause: error }) // the queue keeps this text: no SQL, no parameters
        } finally {
          end()
        }
      },
    ]),
  )
}

/**
 * Starts the worker in a serving process; with PORTAL_JOBS=off nothing, because `npm run jobs` runs elsewhere.
 * @returns stops it
 */
export async function startJobsHere(extraJobs: Jobs): Promise<() => Promise<void>> {
  if (env().PORTAL_JOBS === 'on') {
    const [stop, stopListening] = [await startJobs(extraJobs), watchInvitees()]
    return async () => {
      stopListening()
      await stop()
    }
  }
  jobsAre('elsewhere')
  return async () => {}
}
