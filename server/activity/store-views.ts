import type { MemberScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { View } from './view.ts'

/** The views of a person in a store, by name; the filter as it was stored. */
export async function views(tx: Tx, scope: MemberScope): Promise<(Omit<View, 'filter'> & { filter: unknown })[]> {
  return tx.sql<(Omit<View, 'filter'> & { filter: unknown })[]>`
    select name, currency, filter from saved_views where seller_id = ${scope.sellerId} and user_id = ${scope.userId} order by name`
}

/** The names of those views. Who asks at the same time waits until this transaction ends: two can't both be the twentieth. */
export async function lockNames(tx: Tx, scope: MemberScope): Promise<string[]> {
  await tx.sql`select pg_advisory_xact_lock(${scope.sellerId}::int, ${scope.userId}::int)`
  const rows = await tx.sql<{ name: string }[]>`
    select name from saved_views where seller_id = ${scope.sellerId} and user_id = ${scope.userId}`
  return rows.map(({ name }) => name)
}

/** Writes a view. */
export async function insertView(tx: Tx, scope: MemberScope, { name, currency, filter }: View): Promise<void> {
  await tx.sql`
    insert into saved_views (seller_id, user_id, name, currency, filter)
    values (${scope.sellerId}, ${scope.userId}, ${name}, ${currency}, ${tx.sql.json(filter)})`
}

/** Takes a view away. @returns whether it was there */
export async function deleteView(tx: Tx, scope: MemberScope, name: string): Promise<boolean> {
  const { count } = await tx.sql`
    delete from saved_views where seller_id = ${scope.sellerId} and user_id = ${scope.userId} and name = ${name}`
  return count > 0
}
