import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import { clockNow } from '#db/schema/columns.ts'
import { mails } from '#db/schema/notices.ts'
import type { Tx } from '#server/platform/tx.ts'

export type MailRow = typeof mails.$inferSelect

/** To whom and what about; sealed in the row. */
export type Letter = { to: string; subject: string }

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
    .set({ sentAt: clockNow, body: null })
    .where(and(eq(mails.id, id), isNull(mails.sentAt)))
}

/** Forgets mails after ninety days; gives how many. */
export async function deleteOld(tx: Tx): Promise<number> {
  const gone = await tx.db
    .delete(mails)
    .where(lt(mails.createdAt, sql`clock_timestamp() - interval '90 days'`))
    .returning({ id: mails.id })
  return gone.length
}
