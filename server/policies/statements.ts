import type { Tx } from '#server/platform/tx.ts'

/** A policy's figure (numeric) that is in force now, as a part of a statement; null where the installation hasn't got one. @param name of the policy */
export function policyIn(tx: Tx, name: string) {
  return tx.sql`(
    select value from policies where name = ${name} and effective_from <= portal_now() order by effective_from desc limit 1)`
}
