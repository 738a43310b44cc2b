import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { policyIn } from '#server/policies/index.ts'
import { orderPrefix } from './keys.ts'
import type { ReleaseTerm } from './line.ts'

// Parts of statements that read lines, for every room that does. Each names the line `l`.

/** The condition that a line belongs to an order, of any seller: the key begins with the order's hash. */
export function ofOrder({ sql }: Tx, marketplaceId: number, orderId: string) {
  const prefix = orderPrefix(marketplaceId, orderId)
  return sql`(l.key between ${`${prefix}${'0'.repeat(16)}`}::uuid and ${`${prefix}${'f'.repeat(16)}`}::uuid and l.order_id = ${orderId})`
}

/**
 * Whether the seller has other lines of the same order as the line of a key. The bounds are computed in a sub-select without a table, because
 * row-level security keeps functions that aren't leakproof out of an index condition.
 * @param scope null: of each row's own seller, for staff, who read lines of several
 */
export function hasSiblingLines({ sql }: Tx, scope: SellerScope | null, key: 'l.key' | 'w.key' | 'p.key') {
  const bound = (rest: string) => sql`(left(${sql.unsafe(key)}::text, 18) || ${rest}::text)::uuid`
  const siblings = sql`key between k.first and k.last and key <> k.own`
  // Without a seller by name the planner would read all lines of one; the sub-select keeps it to the order's.
  const ownSiblings =
    scope === null
      ? sql`select from (select seller_id from lines where ${siblings} offset 0) as o where o.seller_id = ${sql.unsafe(key.replace('.key', '.seller_id'))} limit 1`
      : sql`select from lines where ${siblings} and seller_id = ${scope.sellerId} order by key limit 1`
  return sql`exists (
    select from (
      select ${sql.unsafe(key)} as own, ${bound('-0000-000000000000')} as first, ${bound('-ffff-ffffffffffff')} as last offset 0
    ) as k
    cross join lateral (${ownSiblings}) as other)`
}

/** `closed` and `days` of a `ReleaseTerm`, of the seller `s`. */
export function termIn(tx: Tx) {
  return tx.sql`s.closed, (case when s.closed then ${policyIn(tx, 'closed_release_days')} else ${policyIn(tx, 'protection_days')} end)::int as days`
}

/** The term of a seller. */
export async function releaseTerm(tx: Tx, scope: SellerScope): Promise<ReleaseTerm> {
  const [row] = await tx.sql<[ReleaseTerm]>`select ${termIn(tx)} from sellers as s where s.id = ${scope.sellerId}`
  return row
}

/** `expectedRelease` of a seller's line that is not cancelled, in SQL; a test compares the two. */
export function expectedIn(tx: Tx, scope: SellerScope) {
  return tx.sql`coalesce(l.expected_at, case when (select closed from sellers where id = ${scope.sellerId})
    then coalesce(l.shipped_at, l.delivered_at) + ${policyIn(tx, 'closed_release_days')} * interval '24 hours'
    else l.delivered_at + ${policyIn(tx, 'protection_days')} * interval '24 hours' end)`
}
