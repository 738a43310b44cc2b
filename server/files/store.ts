import { and, eq } from 'drizzle-orm'
import { files } from '#db/schema/files.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { MediaType, Purpose } from './schema.ts'

/** A file of the store, sealed; null where it was removed. Undefined where the store has none such of this purpose. */
export async function fileOf(
  tx: Tx,
  scope: SellerScope,
  purpose: Purpose,
  id: string,
): Promise<{ mediaType: MediaType; sealed: Buffer | null } | undefined> {
  const [row] = await tx.db
    .select({ mediaType: files.mediaType, sealed: files.sealed })
    .from(files)
    .where(and(eq(files.sellerId, scope.sellerId), eq(files.id, id), eq(files.purpose, purpose)))
  return row
}
