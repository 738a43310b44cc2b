import { audit } from '#server/platform/audit.ts'
import { batchTx } from '#server/platform/tx.ts'
import { type Purpose, purposes } from './schema.ts'
import { removeDue } from './statements.ts'

/**
 * The job that removes files once the days of their purpose's policy have passed since they were no longer in use. The row stays: of which
 * type a file was, its hash, and when it was removed.
 * @returns how many were removed
 */
export async function forgetFiles(): Promise<number> {
  const job = 'files.forget'
  let total = 0
  for (const purpose of Object.keys(purposes) as Purpose[])
    total += await batchTx(
      async (tx) => {
        const removed = await removeDue(tx, purpose, purposes[purpose].retention)
        for (const { sellerId, files } of removed)
          await audit(tx, { kind: 'job', name: job }, 'files.removed', { purpose, files }, sellerId)
        return removed.reduce((sum, { files }) => sum + files, 0)
      },
      { job },
    )
  return total
}
