import { createHash, randomUUID } from 'node:crypto'
import type { SellerScope } from '#server/platform/actor.ts'
import { seal } from '#server/platform/seal.ts'
import { filePlace } from '#server/platform/sealed-places.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { CleanFile } from './clean-file.ts'
import { type Purpose, purposes } from './schema.ts'
import { fitsQuota, insertFile } from './statements.ts'

/**
 * Whether a store may keep so many more bytes of a purpose (policy `purposes.<purpose>.quota`). Of two at once the second one waits, since
 * the transaction holds the store's place until it ends.
 */
export function hasRoom(tx: Tx, scope: SellerScope, purpose: Purpose, bytes: number): Promise<boolean> {
  return fitsQuota(tx, scope, purpose, purposes[purpose].quota, bytes)
}

/**
 * Seals cleaned files and keeps them, in the transaction that makes what they belong to and has asked `hasRoom`.
 * @returns their ids
 */
export async function keepFiles(tx: Tx, scope: SellerScope, purpose: Purpose, files: readonly CleanFile[]): Promise<string[]> {
  const ids: string[] = []
  for (const { type, bytes } of files) {
    const id = randomUUID()
    const sha256 = createHash('sha256').update(bytes).digest()
    const sealed = seal(bytes, filePlace(purpose, id, scope.sellerId))
    await insertFile(tx, scope, { id, purpose, type, size: bytes.length, sha256, sealed })
    ids.push(id)
  }
  return ids
}
