import type { Break } from '#server/ledger/index.ts'
import { batchTx } from '#server/platform/tx.ts'
import * as store from './store-verify.ts'

export type LineVerification = { readonly lines: number; readonly breaks: readonly Break[] }

/**
 * Compares the lines with the books: what lines have pending, frozen and in reserve is what the books have; no event moved
 * money twice; what was refunded is the sum of the refunds.
 */
export async function verifyLines(): Promise<LineVerification> {
  return batchTx(
    async (tx) => {
      const breaks = [await store.bucketBreaks(tx), await store.refundBreaks(tx), await store.eventBreaks(tx)].flat()
      return { lines: await store.countLines(tx), breaks }
    },
    { slow: true },
  )
}
