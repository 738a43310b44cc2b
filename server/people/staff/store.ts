import { eq, sql } from 'drizzle-orm'
import { marketplaces } from '#db/schema/marketplace.ts'
import { staff, users } from '#db/schema/people.ts'
import type { Tx } from '#server/platform/tx.ts'

/** A person by their address, disabled or not. */
export async function findAnybody(tx: Tx, email: string): Promise<{ id: number } | null> {
  const [user] = await tx.db.select({ id: users.id }).from(users).where(eq(users.email, email))
  return user ?? null
}

/** Takes the staff's roles from a person; false where they had none. The database ends their sessions. */
export async function deleteStaff(tx: Tx, userId: number): Promise<boolean> {
  const gone = await tx.db.delete(staff).where(eq(staff.userId, userId)).returning({ userId: staff.userId })
  return gone.length === 1
}

/** Disables a person, or lets them in again. The database ends what they have open. */
export async function updateDisabled(tx: Tx, id: number, isDisabled: boolean): Promise<void> {
  const disabledAt = isDisabled ? sql`coalesce(${users.disabledAt}, clock_timestamp())` : null
  await tx.db.update(users).set({ disabledAt }).where(eq(users.id, id))
}

/** A marketplace by its slug; null where there is none. */
export async function findMarketplaceId(tx: Tx, slug: string): Promise<number | null> {
  const [row] = await tx.db.select({ id: marketplaces.id }).from(marketplaces).where(eq(marketplaces.slug, slug))
  return row?.id ?? null
}
