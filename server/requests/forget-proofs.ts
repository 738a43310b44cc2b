import { audit } from '#server/platform/audit.ts'
import { batchTx } from '#server/platform/tx.ts'
import * as store from './store.ts'

/**
 * The job that removes proofs once the days of policy `proof_days` have passed since the decision. The request stays, its decision, and
 * when a proof of which type was removed.
 * @returns how many were removed
 */
export async function forgetProofs(): Promise<number> {
  return batchTx(async (tx) => {
    const removed = await store.removeOldProofs(tx)
    for (const { sellerId, proofs } of removed)
      await audit(tx, { kind: 'job', name: 'proofs.forget' }, 'proofs.removed', { proofs }, sellerId)
    return removed.reduce((sum, { proofs }) => sum + proofs, 0)
  })
}
