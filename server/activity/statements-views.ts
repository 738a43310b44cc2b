import { advisoryLocks } from '#db/advisory-locks.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { View } from './view.ts'

/** Makes others who keep a view of this person wait until the transaction ends: two can't both be the twentieth. */
export async function lockViews(tx: Tx, scope: MemberScope): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(${advisoryLocks.savedViews}, ${scope.userId}::int)`
}

/** Writes a view. As text: people may write these columns alone, and drizzle names all of them. */
export async function insertView(tx: Tx, scope: MemberScope, { name, currency, filter }: View): Promise<void> {
  await tx.sql`
    insert into saved_views (seller_id, user_id, name, currency, filter)
    values (${scope.sellerId}, ${scope.userId}, ${name}, ${currency}, ${tx.sql.json(filter)})`
}
