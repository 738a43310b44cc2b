import { once } from 'node:events'
import { closePools } from '#db/client.ts'
import { demoJobs } from '#demo/jobs.ts'
import { startJobs } from '#server/jobs/run.ts'
import { logUnhandledRejections } from './log-unhandled-rejections.js'

/** `npm run jobs`: runs the job queue's worker in a process of its own, for an installation that serves with PORTAL_JOBS=off. */
logUnhandledRejections()
const stop = await startJobs(demoJobs)
console.log('Working off the queue; Ctrl-C stops after the jobs that run.')
await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
await stop()
await closePools()
