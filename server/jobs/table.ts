import { postDue, walkTo } from '#db/seed/post-due.ts'
import { forgetMails, sendMail } from '#server/notices/index.ts'
import { settleStranded, watchParked } from '#server/orders/index.ts'
import { endTimedOut, forgetLapsed, inviteSellers, sendPasswordLink } from '#server/people/index.ts'
import type { MailJob } from '#server/platform/mail.ts'
import { forgetProofs } from '#server/requests/index.ts'

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
  'mail.send': { run: (mail: MailJob) => sendMail(mail) },
  'mail.forget': { run: async () => void (await forgetMails()), cron: '20 3 * * *' },
  'password.send-link': { run: ({ email }: { email: string }) => sendPasswordLink(email) },
  'sellers.invite': { run: async () => void (await inviteSellers()), cron: '*/5 * * * *' },
  'sessions.end': { run: async () => void (await endTimedOut()), cron: '* * * * *' },
  'proofs.forget': { run: async () => void (await forgetProofs()), cron: '50 3 * * *' },
  'people.forget': { run: forgetLapsed, cron: '40 3 * * *' },
  'demo.post': { run: postDue, cron: '7 * * * *' },
  'demo.walk': { run: walkTo },
}
