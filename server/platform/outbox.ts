import type { JSONValue } from 'postgres'
import type { Tx } from './tx.ts'

/**
 * Asks for work to be done after this transaction: the job is in the queue exactly when the transaction is committed. It may run
 * more than once (a crash after the work, before its mark), so a verb behind a task must not mind.
 * @param task a name in server/jobs/table.ts
 * @param payload what the verb needs to know; no secrets, no numbers of accounts or documents
 * @param options.key a job that still waits under the same key is replaced
 * @param options.delay seconds to wait, on the real clock
 */
export async function enqueue(tx: Tx, task: string, payload: JSONValue, options: { key?: string; delay?: number } = {}): Promise<void> {
  await tx.sql`
    select jobs.enqueue(${task}, ${tx.sql.json(payload)}::json, ${options.key ?? null}, make_interval(secs => ${options.delay ?? 0}))`
}
