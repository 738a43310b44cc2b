import { and, eq, sql } from 'drizzle-orm'
import { actProofs, sessions } from '#db/schema/sessions.ts'
import type { Tx } from '#server/platform/tx.ts'

/** The session whose answers are counted. */
type AskedSession = { readonly userId: number; readonly sessionId: string }

/**
 * Locks the session's row until the transaction ends, so that a session that has ended can't act.
 * @returns false where it has ended
 */
export async function holdSession(tx: Tx, { userId, sessionId }: AskedSession): Promise<boolean> {
  const rows = await tx.db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
    .for('update')
  return rows.length === 1
}

/** Stores for ten minutes the act for which this session was asked; replaces an earlier question. */
export async function putQuestion(tx: Tx, { userId, sessionId }: AskedSession, act: Buffer, nonce: Buffer): Promise<void> {
  const endsAt = sql`clock_timestamp() + interval '10 minutes'`
  await tx.db
    .insert(actProofs)
    .values({ sessionId, userId, act, nonce, endsAt })
    .onConflictDoUpdate({ target: actProofs.sessionId, set: { act, nonce, endsAt } })
}

/** Deletes and returns the question of this act, so that it is answered once; null where the session was asked for another act, or more than ten minutes ago. */
export async function takeQuestion(tx: Tx, { sessionId }: AskedSession, act: Buffer): Promise<Buffer | null> {
  const isLive = sql<boolean | null>`${actProofs.endsAt} > clock_timestamp()`
  const ofSession = eq(actProofs.sessionId, sessionId)
  const [asked] = await tx.db.select({ act: actProofs.act, nonce: actProofs.nonce, isLive }).from(actProofs).where(ofSession).for('update')
  if (!asked) return null
  await tx.db.update(actProofs).set({ act: null, nonce: null, endsAt: null }).where(ofSession)
  return asked.isLive === true && asked.act?.equals(act) === true ? asked.nonce : null
}

/** Seconds until the session may answer again; 0 where it may now. */
export async function pauseLeft(tx: Tx, { sessionId }: AskedSession): Promise<number> {
  const seconds = sql<number>`greatest(0, ceil(extract(epoch from ${actProofs.freeAt} - clock_timestamp())))::int`
  const [row] = await tx.db.select({ seconds }).from(actProofs).where(eq(actProofs.sessionId, sessionId))
  return row?.seconds ?? 0
}

/**
 * Counts a wrong answer; the last allowed one starts a pause, after which the count begins anew.
 * @returns how many more the session may give before the pause
 */
export async function countWrongProof(tx: Tx, { userId, sessionId }: AskedSession, allowed: number, pauseMinutes: number): Promise<number> {
  const [row] = await tx.db
    .insert(actProofs)
    .values({ sessionId, userId, wrong: 1 })
    .onConflictDoUpdate({
      target: actProofs.sessionId,
      set: { wrong: sql`case when ${actProofs.wrong} >= ${allowed} then 1 else ${actProofs.wrong} + 1 end` },
    })
    .returning({ wrong: actProofs.wrong })
  const wrong = row?.wrong ?? allowed
  if (wrong >= allowed) {
    const freeAt = sql`clock_timestamp() + make_interval(mins => ${pauseMinutes})`
    await tx.db.update(actProofs).set({ freeAt }).where(eq(actProofs.sessionId, sessionId))
  }
  return Math.max(0, allowed - wrong)
}

/** Resets the count of wrong answers after a right one. */
export async function forgetWrongProofs(tx: Tx, { sessionId }: AskedSession): Promise<void> {
  await tx.db.update(actProofs).set({ wrong: 0 }).where(eq(actProofs.sessionId, sessionId))
}
