import type { SellerRole } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'

/** `role`: in the first of the stores; null for staff, who have none. */
export type DemoPerson = { email: string; name: string; locale: string; stores: string; role: SellerRole | null }

/** People of the demo; none where the database is not a sandbox. */
export async function selectDemoPeople(tx: Tx): Promise<DemoPerson[]> {
  return tx.sql<DemoPerson[]>`
    select email, name, locale,
      coalesce((select string_agg(seller_title(seller_id), ' · ' order by seller_id) from members where user_id = users.id), '') as stores,
      (select role from members where user_id = users.id order by seller_id limit 1) as role
    from users
    where demo and disabled_at is null and (select sandbox from installation)
    order by id limit 50`
}
