import { Logger, parseCronItems, run, type TaskList } from 'graphile-worker'
import { queueUrl } from '#db/client.ts'
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
  const runner = await run({
    connectionString: queueUrl(),
    concurrency: 4,
    maxPoolSize: 6,
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
  runner.promise.catch((error: unknown) => log.error(errorFields(error), 'the job queue stopped')).finally(() => jobsAre('stopped'))
  return () => runner.stop()
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
