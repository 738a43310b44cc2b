import type { Break } from '#server/ledger/index.ts'
import { type Tx, wholeRead } from '#server/platform/tx.ts'
import * as store from './statements-verify.ts'

export type LineVerification = { readonly lines: number; readonly breaks: readonly Break[] }

/**
 * Compares the lines with the books: what lines have pending, frozen and in reserve is what the books have; no event moved
 * money twice; what was refunded is the sum of the refunds; what is held and shown of it follows from the holds; events and lines have
 * their seller, and events their line.
 * @param within a read that compares more, of the same instant
 */
export function verifyLines(within?: Tx): Promise<LineVerification> {
  return within ? compare(within) : wholeRead(compare)
}

async function compare(tx: Tx): Promise<LineVerification> {
  const breaks = [
    await store.bucketBreaks(tx),
    await store.refundBreaks(tx),
    await store.eventBreaks(tx),
    await store.holdBreaks(tx),
    await store.strayBreaks(tx),
  ].flat()
  return { lines: await store.countLines(tx), breaks }
}
