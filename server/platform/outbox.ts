import type { SealedJob } from './sealed-job.ts'
import type { Tx } from './tx.ts'

/** What a transaction may ask for, each with what its verb needs to know: no secrets, no numbers of accounts or documents. */
export type Payloads = {
  'mail.send': SealedJob
  'password.send-link': SealedJob
  'sellers.invite': Record<string, never>
  /** `to`: epoch milliseconds. */
  'demo.walk': { to: number }
}

/**
 * Asks for work to be done after this transaction: the job is in the queue exactly when the transaction is committed. It may run
 * more than once (a crash after the work, before its mark), so a verb behind a task must not mind.
 * @param task which server/jobs/table.ts or the demo maps to its verb
 * @param options.key a job that still waits under the same key is replaced
 * @param options.delay seconds to wait, on the real clock
 */
export async function enqueue<Task extends keyof Payloads>(
  tx: Tx,
  task: Task,
  payload: Payloads[Task],
  options: { key?: string; delay?: number } = {},
): Promise<void> {
  await tx.sql`
    select jobs.enqueue(${task}, ${tx.sql.json(payload)}::json, ${options.key ?? null}, make_interval(secs => ${options.delay ?? 0}))`
}
