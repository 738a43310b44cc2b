import { plainArray } from '#server/platform/pg-array.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Writes } from './facts.ts'
import { sumsOf } from './sums.ts'

/**
 * Inserts the sums of what a batch booked, with the instant of its movements: `as_of` of a book that the batch has written and still locks.
 * Sent after the movements.
 */
export async function writeSums(tx: Tx, marketplaceId: number, writes: Writes): Promise<void> {
  const sums = sumsOf(writes)
  if (sums.length === 0) return
  const [posting] = writes.postings
  await tx.sql`
    insert into booked_sums (sum, moved, booked_at, count, marketplace_id, type, currency)
    select s, m, coalesce(
        (select as_of from books where seller_id = ${posting?.sellerId ?? null}::int and currency = ${posting?.currency ?? null}::bpchar),
        portal_now()
      ), n, ${marketplaceId}, t, c
    from unnest(
      ${plainArray(sums.map(({ sum }) => sum))}::numeric[], ${plainArray(sums.map(({ moved }) => moved))}::numeric[],
      ${plainArray(sums.map(({ count }) => count))}::bigint[], ${plainArray(sums.map(({ type }) => type))}::smallint[],
      ${plainArray(sums.map(({ currency }) => currency))}::bpchar[]
    ) as k (s, m, n, t, c)`
}
