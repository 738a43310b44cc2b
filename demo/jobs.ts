import type { Asked, Jobs } from '#server/jobs/table.ts'
import { postDue, walkTo } from './post-due.ts'

/** What the queue does for the demo; nothing where there is none. */
export const demoJobs = {
  'demo.post': { run: postDue, cron: '7 * * * *' },
  'demo.walk': { run: walkTo },
} satisfies Jobs & Asked<'demo.walk'>
