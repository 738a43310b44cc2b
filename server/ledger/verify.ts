import { type Tx, wholeRead } from '#server/platform/tx.ts'
import type { Break } from './break.ts'
import * as store from './statements-verify.ts'

export type Verification = { readonly books: number; readonly movements: number; readonly breaks: readonly Break[] }

/**
 * Folds every movement of every book and compares: buckets, number and order of the movements, running balance and total on
 * each row, the book as each day began, the route of each movement, that no withdrawal, conversion or case took out what another put in,
 * and that each book has its seller. Finds what somebody with the owner's rights changed by hand.
 * @param within a read that compares more, of the same instant
 */
export function verify(within?: Tx): Promise<Verification> {
  return within ? compare(within) : wholeRead(compare)
}

async function compare(tx: Tx): Promise<Verification> {
  const { books, movements } = await store.counts(tx)
  const breaks = [
    await store.foldBreaks(tx),
    await store.runningBreaks(tx),
    await store.dayBreaks(tx),
    await store.routeBreaks(tx),
    await store.causeBreaks(tx),
    await store.strayBreaks(tx),
  ].flat()
  return { books, movements, breaks }
}
