import type { SellerRole, StaffRole } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'

/** `role`: in the first of the stores; null for staff, who have none. `staff`: their roles at the marketplace; null for sellers. */
export type DemoPerson = {
  email: string
  name: string
  locale: string
  stores: string
  role: SellerRole | null
  staff: StaffRole[] | null
}

/** People of the demo; none where the database is not a sandbox. */
export async function selectDemoPeople(tx: Tx): Promise<DemoPerson[]> {
  return tx.sql<DemoPerson[]>`select email, name, locale, stores, role, staff from gate_demo_people()`
}
