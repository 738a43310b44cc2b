import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { EntryRow } from './entry.ts'

// What a seller reads of movements and their orders. The rooms that own these tables write them; this one only shows them.

const columns = `m.version, m.currency, m.kind, m.from_bucket as "fromBucket", m.to_bucket as "toBucket", m.amount,
  m.balance_after as "balanceAfter", (extract(epoch from m.booked_at) * 1000)::bigint::text as "bookedMs",
  l.order_id as "orderId", l.line_id as "lineId"`

/** Where in a book to read: below a version (older), above one (newer), or from the newest. */
export type Place = { readonly before: number } | { readonly after: number } | null

/**
 * Rows of one book, newest first; `after` gives the rows next to it. A key range of the primary key, so its cost does not
 * grow with the book.
 * @param bucket code of a bucket that the rows must touch, or null for all
 */
export async function entries(
  tx: Tx,
  scope: SellerScope,
  { currency, bucket, place, limit }: { currency: string; bucket: number | null; place: Place; limit: number },
): Promise<EntryRow[]> {
  const { sql } = tx
  const forward = place !== null && 'after' in place
  const rows = await sql<EntryRow[]>`
    select ${sql.unsafe(columns)}
    from movements m left join lines l on l.key = m.line
    where m.seller_id = ${scope.sellerId} and m.currency = ${currency}
      and m.version > ${forward ? place.after : 0} and m.version < ${place !== null && 'before' in place ? place.before : 2_147_483_647}
      and (${bucket}::int is null or m.from_bucket = ${bucket} or m.to_bucket = ${bucket})
    order by m.version ${forward ? sql`asc` : sql`desc`} limit ${limit}`
  return forward ? [...rows].toReversed() : [...rows]
}

/** The newest rows over all books of a seller, newest first. */
export async function recent(tx: Tx, scope: SellerScope, limit: number): Promise<EntryRow[]> {
  return tx.sql<EntryRow[]>`
    select ${tx.sql.unsafe(columns)}
    from (select currency from books where seller_id = ${scope.sellerId}) as b
    cross join lateral (
      select * from movements where seller_id = ${scope.sellerId} and currency = b.currency order by version desc limit ${limit}
    ) as m
    left join lines l on l.key = m.line
    order by m.booked_at desc, m.currency, m.version desc limit ${limit}`
}
