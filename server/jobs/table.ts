import { forgetFiles } from '#server/files/index.ts'
import { forgetMails, sendMail } from '#server/notices/index.ts'
import { settleStranded, watchParked } from '#server/orders/index.ts'
import { endTimedOut, forgetLapsed, inviteSellers, sendPasswordLink } from '#server/people/index.ts'
import type { MailJob } from '#server/platform/mail.ts'
import type { Payloads } from '#server/platform/outbox.ts'
import { mergeSums } from '#server/reconciliation/index.ts'
import { openedJob, type SealedJob } from '#server/platform/sealed-job.ts'

/**
 * How many jobs of a queue a process runs at once. A queue has workers of its own, so a mail server that answers slowly holds up mail
 * alone. Each process that runs jobs adds as many.
 */
export const queues = {
  /** Each job waits for a mail server. */
  mail: 4,
  /** Events that wait, and their sums: more at once would wait for the same sellers' locks. */
  events: 2,
  /** Sessions, invitations, and what is removed in time. */
  people: 2,
} as const
export type QueueName = keyof typeof queues

/** A task of a queue. */
export type Job<Payload = never> = {
  queue: QueueName
  /** The verb. It must be idempotent: after a crash the job runs again. */
  run(payload: Payload): Promise<void>
  /** Its schedule: minute hour day month weekday, UTC. Without one it runs only when a transaction enqueues it. */
  cron?: string
}

/** Jobs by their names. */
export type Jobs = Readonly<Record<string, Job>>

/** A job for each of these outbox tasks, whose verb takes exactly the payload that `enqueue` was given. */
export type JobsFor<Task extends keyof Payloads> = { readonly [T in Task]: Job<Payloads[T]> }

/** Every task of the portal (`enqueue` of server/platform/outbox.ts, or its own schedule): one line each. The demo has its own. */
export const table = {
  'parked.watch': { queue: 'events', run: async () => void (await watchParked()), cron: '*/10 * * * *' },
  'parked.settle': { queue: 'events', run: async () => void (await settleStranded()), cron: '* * * * *' },
  'sums.merge': { queue: 'events', run: async () => void (await mergeSums()), cron: '1,16,31,46 * * * *' },
  'mail.send': { queue: 'mail', run: (mail: MailJob) => sendMail(mail) },
  'mail.forget': { queue: 'people', run: async () => void (await forgetMails()), cron: '20 3 * * *' },
  'password.send-link': {
    queue: 'people',
    run: (job: SealedJob) => sendPasswordLink((openedJob('password.send-link', job) as { email: string }).email),
  },
  'sellers.invite': { queue: 'people', run: async () => void (await inviteSellers()), cron: '*/5 * * * *' },
  'sessions.end': { queue: 'people', run: async () => void (await endTimedOut()), cron: '* * * * *' },
  'files.forget': { queue: 'people', run: async () => void (await forgetFiles()), cron: '50 3 * * *' },
  'people.forget': { queue: 'people', run: forgetLapsed, cron: '40 3 * * *' },
} satisfies Jobs & JobsFor<Exclude<keyof Payloads, `demo.${string}`>>
