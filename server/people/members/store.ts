import { eq, sql } from 'drizzle-orm'
import { sellers } from '#db/schema/sellers.ts'
import type { Tx } from '#server/platform/tx.ts'

/** The name of the transaction's store, or the marketplace's id of it where it has none. */
export async function storeTitle(tx: Tx, sellerId: number): Promise<string> {
  const title = sql<string>`coalesce(${sellers.name}, ${sellers.externalId})`
  const [row] = await tx.db.select({ title }).from(sellers).where(eq(sellers.id, sellerId))
  return row?.title ?? ''
}
