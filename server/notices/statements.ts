import type { Tx } from '#server/platform/tx.ts'
import type { MailRow } from './store.ts'

/** The newest mails of a sandbox, asked as the gate; none of any other installation. */
export async function selectNewest(tx: Tx, limit: number): Promise<Omit<MailRow, 'kind' | 'sentAt'>[]> {
  return tx.sql<MailRow[]>`
    select id, letter, locale, created_at as "createdAt", body from gate_demo_mails(${limit}) order by created_at desc, id`
}
