import { and, eq, sql } from 'drizzle-orm'
import { identities } from '#db/schema/people.ts'
import { sessions } from '#db/schema/sessions.ts'
import type { Tx } from '#server/platform/tx.ts'

export type Identity = { readonly id: string; readonly createdAt: Date }

/** A person's sign-ons at marketplaces, the oldest first. */
export async function selectIdentities(tx: Tx, userId: number): Promise<Identity[]> {
  return tx.db
    .select({ id: identities.id, createdAt: identities.createdAt })
    .from(identities)
    .where(eq(identities.userId, userId))
    .orderBy(identities.createdAt)
}

/** Removes one of a person's sign-ons. */
export async function deleteIdentity(tx: Tx, userId: number, id: string): Promise<boolean> {
  const gone = await tx.db
    .delete(identities)
    .where(and(eq(identities.id, id), eq(identities.userId, userId)))
    .returning({ id: identities.id })
  return gone.length === 1
}

/** Ties a provider's subject to a person; false where it is somebody's already. */
export async function insertIdentity(tx: Tx, issuer: string, subject: string, userId: number): Promise<boolean> {
  const made = await tx.db
    .insert(identities)
    .values({ issuer, subject, userId })
    .onConflictDoNothing()
    .returning({ userId: identities.userId })
  return made.length === 1
}

/** Sets when the second factor of a session was proven, in epoch seconds; never later than it is known to be. */
export async function updateFactorTime(tx: Tx, sessionId: string, seconds: number): Promise<void> {
  const secondFactorAt = sql`least(${sessions.secondFactorAt}, to_timestamp(${seconds}))`
  await tx.db.update(sessions).set({ secondFactorAt }).where(eq(sessions.id, sessionId))
}
