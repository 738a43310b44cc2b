import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { mails } from '#db/schema/notices.ts'
import type { Tx } from '#server/platform/tx.ts'

export type MailRow = typeof mails.$inferSelect

/** Writes a mail once; a second time it gives whether the first was sent. */
export async function insertMail(tx: Tx, mail: Omit<MailRow, 'createdAt' | 'sentAt'>): Promise<{ sent: boolean }> {
  await tx.db.insert(mails).values(mail).onConflictDoNothing()
  const [row] = await tx.db.select({ sentAt: mails.sentAt }).from(mails).where(eq(mails.id, mail.id))
  return { sent: row !== undefined && row.sentAt !== null }
}

/** Notes that a mail has left the house; its text is needed no more. */
export async function updateSent(tx: Tx, id: string): Promise<void> {
  await tx.db
    .update(mails)
    .set({ sentAt: sql`clock_timestamp()`, body: null })
    .where(and(eq(mails.id, id), isNull(mails.sentAt)))
}

/** The newest mails; on an installation that is no sandbox the role sees none. */
export async function selectNewest(tx: Tx, limit: number): Promise<MailRow[]> {
  return tx.db.select().from(mails).orderBy(desc(mails.createdAt), mails.id).limit(limit)
}

/** Forgets mails after ninety days; gives how many. */
export async function deleteOld(tx: Tx): Promise<number> {
  const gone = await tx.sql`delete from mails where created_at < clock_timestamp() - interval '90 days' returning id`
  return gone.length
}
