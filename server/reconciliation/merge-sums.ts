import { batchTx } from '#server/platform/tx.ts'
import * as statements from './statements.ts'

/**
 * Merges what was booked in quarters of an hour that are over into a row a currency and type, so that a day is a few thousand rows
 * however many batches made it. Run by a job.
 * @returns how many rows were merged
 */
export async function mergeSums(): Promise<number> {
  let all = 0
  for (let merged = most; merged === most; all += merged) merged = await batchTx((tx) => statements.mergeSums(tx, most))
  return all
}

/** A second's work. */
const most = 20_000
