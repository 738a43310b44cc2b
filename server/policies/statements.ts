import type { Tx } from '#server/platform/tx.ts'

/** The value of a policy that is in force now, as a part of a statement. */
export function inForce(tx: Tx, name: string) {
  return tx.sql`(
    select value from policies where name = ${name} and effective_from <= portal_now() order by effective_from desc limit 1)`
}
