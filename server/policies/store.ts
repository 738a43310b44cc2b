import { and, desc, inArray, lte } from 'drizzle-orm'
import { portalNow } from '#db/schema/columns.ts'
import { policies } from '#db/schema/policies.ts'
import type { Tx } from '#server/platform/tx.ts'

/** The values of policies that are in force now, as decimal strings by name; one that the installation hasn't got is missing. */
export async function valuesInForce(tx: Tx, names: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.db
    .selectDistinctOn([policies.name], { name: policies.name, value: policies.value })
    .from(policies)
    .where(and(inArray(policies.name, [...names]), lte(policies.effectiveFrom, portalNow)))
    .orderBy(policies.name, desc(policies.effectiveFrom))
    .prepare('values_in_force')
    .execute()
  return new Map(rows.map(({ name, value }) => [name, value]))
}
