import type { Tx } from '#server/platform/tx.ts'

export type DemoPerson = { email: string; name: string; locale: string }

/** People of the demo; none where the database is not a sandbox. */
export async function selectDemoPeople(tx: Tx): Promise<DemoPerson[]> {
  return tx.sql<DemoPerson[]>`
    select email, name, locale from users
    where demo and disabled_at is null and (select sandbox from installation)
    order by id limit 50`
}
