import { and, eq } from 'drizzle-orm'
import { identities } from '#db/schema/people.ts'
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
