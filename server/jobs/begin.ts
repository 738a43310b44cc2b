import { closePools } from '#db/client.ts'
import { gaugeParked } from '#server/orders/index.ts'
import { env } from '#server/platform/env.ts'
import { consoleToLog } from '#server/platform/log.ts'
import { watchProcess } from '#server/platform/metrics.ts'
import { startJobsHere } from './run.ts'
import type { Jobs } from './table.ts'

/**
 * Starts what a serving process runs besides answering requests: log, gauges and jobs. How to stop them is left in `portalStop` of the
 * global object, for bin/serve.js outside of the bundle.
 * @param extraJobs beside the portal's own: the demo's
 */
export async function begin(extraJobs: Jobs): Promise<void> {
  const { NODE_ENV } = env()
  if (NODE_ENV === 'production') consoleToLog()
  gaugeParked()
  watchProcess()
  const stopJobs = await startJobsHere(extraJobs)
  const kept = globalThis as { portalStop?: { jobs: () => Promise<void>; connections: () => Promise<void> } }
  kept.portalStop = { jobs: stopJobs, connections: closePools }
}
