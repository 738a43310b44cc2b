import { batchTx } from '#server/platform/tx.ts'
import * as store from './store-verify.ts'

export type LineBreak = { readonly sellerId: number; readonly currency: string; readonly what: string }

export type LineVerification = { readonly lines: number; readonly breaks: readonly LineBreak[] }

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
