import { postDue } from '#db/seed/post-due.ts'
import { settleStranded, watchParked } from '#server/orders/index.ts'

/** What the queue can be asked to do, and what it does by itself. */
export type Job = {
  /** The verb. It may run again after a crash, so it must not mind. */
  run(payload: never): Promise<void>
  /** When it runs by itself: minute hour day month weekday, UTC. */
  cron?: string
}

/** Every task by its name (`enqueue` of server/platform/outbox.ts, or its own schedule): one line each. */
export const table: Readonly<Record<string, Job>> = {
  'parked.watch': { run: async () => void (await watchParked()), cron: '*/10 * * * *' },
  'parked.settle': { run: async () => void (await settleStranded()), cron: '* * * * *' },
  'demo.post': { run: postDue, cron: '7 * * * *' },
}
