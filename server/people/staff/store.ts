import type { Tx } from '#server/platform/tx.ts'

/** A person by their address, disabled or not. */
export async function findAnybody(tx: Tx, email: string): Promise<{ id: number } | null> {
  const [user] = await tx.sql<[{ id: number }?]>`select id from users where email = ${email}`
  return user ?? null
}

/** Takes the staff's roles from a person; false where they had none. The database ends their sessions. */
export async function deleteStaff(tx: Tx, userId: number): Promise<boolean> {
  const gone = await tx.sql`delete from staff where user_id = ${userId} returning 1`
  return gone.length === 1
}

/** Disables a person, or lets them in again. The database ends what they have open. */
export async function updateDisabled(tx: Tx, id: number, disabled: boolean): Promise<void> {
  await tx.sql`
    update users set disabled_at = case when ${disabled} then coalesce(disabled_at, clock_timestamp()) end where id = ${id}`
}

/** A marketplace by its slug; null where there is none. */
export async function findMarketplaceId(tx: Tx, slug: string): Promise<number | null> {
  const [row] = await tx.sql<[{ id: number }?]>`select id from marketplaces where slug = ${slug}`
  return row?.id ?? null
}
