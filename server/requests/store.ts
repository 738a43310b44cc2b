import { releaseProofs } from '#db/schema/requests.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'

/** Writes the files that prove the delivery of a request, in this order; at least one. */
export async function insertProofs(tx: Tx, scope: SellerScope, request: string, files: readonly string[]): Promise<void> {
  await tx.db.insert(releaseProofs).values(files.map((file, position) => ({ sellerId: scope.sellerId, request, position, file })))
}
