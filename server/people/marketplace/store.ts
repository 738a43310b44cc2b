import { and, eq } from 'drizzle-orm'
import { identities } from '#db/schema/people.ts'
import type { Tx } from '#server/platform/tx.ts'

/** The person behind a provider's subject. */
export async function findIdentity(tx: Tx, issuer: string, subject: string): Promise<number | null> {
  const [row] = await tx.db
    .select({ userId: identities.userId })
    .from(identities)
    .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)))
  return row?.userId ?? null
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

/** Our seller that a marketplace calls so; null where it was never announced by seller.upserted. */
export async function findSellerNamed(tx: Tx, marketplace: string, externalId: string): Promise<number | null> {
  const [row] = await tx.sql<[{ id: number | null }]>`select seller_named(${marketplace}, ${externalId}) as id`
  return row.id
}
