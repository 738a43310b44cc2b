import { batchTx } from '#server/platform/tx.ts'
import type { Break } from './break.ts'
import * as store from './store-verify.ts'

export type Verification = { readonly books: number; readonly movements: number; readonly breaks: readonly Break[] }

/**
 * Folds every movement of every book and compares: buckets, number and order of the movements, running balance and total on
 * each row, the book as each day began. Finds what somebody with the owner's rights changed by hand.
 */
export async function verify(): Promise<Verification> {
  return batchTx(
    async (tx) => {
      const { books, movements } = await store.counts(tx)
      const breaks = [await store.foldBreaks(tx), await store.runningBreaks(tx), await store.dayBreaks(tx)].flat()
      return { books, movements, breaks }
    },
    { slow: true },
  )
}
