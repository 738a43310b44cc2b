import type { SellerScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import { sellerTx } from '#server/platform/tx.ts'
import type { CleanProof } from './clean-proof.ts'
import * as store from './store.ts'

/**
 * A proof's bytes, to be downloaded. Each reading leaves a line in the audit trail.
 * @throws Refusal not_found where the seller has none such
 */
export async function readProof(
  scope: SellerScope,
  person: { readonly userId: number; readonly sessionId: string },
  id: string,
): Promise<CleanProof> {
  return sellerTx(scope, async (tx) => {
    const found = await store.proof(tx, scope, id)
    if (!found) throw new Refusal('not_found')
    await audit(tx, { kind: 'person', ...person }, 'proof.read', { proof: id }, scope.sellerId)
    return found
  })
}
