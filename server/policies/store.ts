import { plainArray } from '#server/platform/pg-array.ts'
import type { Tx } from '#server/platform/tx.ts'

/** The value of a policy that is in force now, as a part of a statement. */
export function inForce(tx: Tx, name: string) {
  return tx.sql`(
    select value from policies where name = ${name} and effective_from <= portal_now() order by effective_from desc limit 1)`
}

/** The values of policies that are in force now, as decimal strings by name; one that the installation hasn't got is missing. */
export async function valuesInForce(tx: Tx, names: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.sql<{ name: string; value: string }[]>`
    select distinct on (name) name, value::text from policies
    where name = any(${plainArray(names)}::text[]) and effective_from <= portal_now() order by name, effective_from desc`
  return new Map(rows.map(({ name, value }) => [name, value]))
}
