import { EventEmitter } from 'node:events'
import { Logger, parseCronItems, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import { keepAsking, queuePool } from '#db/queue-pool.ts'
import { env } from '#server/platform/env.ts'
import { jobsAre } from '#server/platform/health.ts'
import { errorFields, log } from '#server/platform/log.ts'
import { counter, gauge, histogram } from '#server/platform/metrics.ts'
import * as queue from './statements.ts'
import { type Jobs, table } from './table.ts'
import { watchInvitees } from './watch-invitees.ts'

/**
 * Starts the queue's worker in this process, with the schedules of its jobs.
 * @param extraJobs beside the portal's own (`table`): the demo's
 * @returns stops the worker: running jobs finish, no others begin
 */
export async function startJobs(extraJobs: Jobs): Promise<() => Promise<void>> {
  const tasks: Jobs = { ...table, ...extraJobs }
  await queue.freeAbandoned()
  gauge({
    name: 'portal_jobs_oldest_due_seconds',
    help: 'How long the oldest job that could run has been waiting',
    read: () => queue.oldestDue(),
  })
  gauge({ name: 'portal_jobs_given_up', help: 'Jobs that failed until they had no tries left', read: () => queue.givenUp() })
  const pool = queuePool(6)
  const runner = await run({
    pgPool: pool,
    events: listeningEvents(),
    concurrency: 4,
    pollInterval: 2000, // NOTIFY starts a job at once; this finds the ones whose time has come
    noHandleSignals: true,
    taskList: taskList(tasks),
    parsedCronItems: parseCronItems(
      Object.entries(tasks).flatMap(([task, { cron }]) =>
        cron ? [{ task, match: cron, identifier: task, options: { backfillPeriod: 0 } }] : [],
      ),
    ),
    logger: new Logger(() => () => {}), // what matters is told below
  })
  jobsAre('running')
  let stopping = false
  const stopped = runner.promise
    .catch((error: unknown) => log.error(errorFields(error), 'the job queue failed'))
    .then(async () => {
      jobsAre('stopped')
      if (!stopping) log.error('the job queue stopped by itself; health says so until this process is started again')
      await pool.end()
    })
  return async () => {
    if (!stopping) {
      stopping = true
      await runner.stop().catch(() => {}) // it refuses where it stopped by itself
    }
    await stopped
  }
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
