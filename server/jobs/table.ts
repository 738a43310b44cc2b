import { forgetFiles } from '#server/files/index.ts'
import { forgetMails, sendMail } from '#server/notices/index.ts'
import { settleStranded, watchParked } from '#server/orders/index.ts'
import { endTimedOut, forgetLapsed, inviteSellers, sendPasswordLink } from '#server/people/index.ts'
import type { MailJob } from '#server/platform/mail.ts'
import type { Payloads } from '#server/platform/outbox.ts'
import { mergeSums } from '#server/reconciliation/index.ts'
import { openedJob, type SealedJob } from '#server/platform/sealed-job.ts'

/** A task of the queue. */
export type Job<Payload = never> = {
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
  'parked.watch': { run: async () => void (await watchParked()), cron: '*/10 * * * *' },
  'parked.settle': { run: async () => void (await settleStranded()), cron: '* * * * *' },
  'sums.merge': { run: async () => void (await mergeSums()), cron: '1,16,31,46 * * * *' },
  'mail.send': { run: (mail: MailJob) => sendMail(mail) },
  'mail.forget': { run: async () => void (await forgetMails()), cron: '20 3 * * *' },
  'password.send-link': { run: (job: SealedJob) => sendPasswordLink((openedJob('password.send-link', job) as { email: string }).email) },
  'sellers.invite': { run: async () => void (await inviteSellers()), cron: '*/5 * * * *' },
  'sessions.end': { run: async () => void (await endTimedOut()), cron: '* * * * *' },
  'files.forget': { run: async () => void (await forgetFiles()), cron: '50 3 * * *' },
  'people.forget': { run: forgetLapsed, cron: '40 3 * * *' },
} satisfies Jobs & JobsFor<Exclude<keyof Payloads, `demo.${string}`>>
