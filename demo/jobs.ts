import type { Jobs, JobsFor } from '#server/jobs/table.ts'
import { postDue, walkTo } from './post-due.ts'

/** Jobs of the demo's marketplace. They do nothing in a portal without a demo. */
export const demoJobs = {
  'demo.post': { queue: 'events', run: postDue, cron: '7 * * * *' },
  'demo.walk': { queue: 'events', run: walkTo },
} satisfies Jobs & JobsFor<'demo.walk'>
