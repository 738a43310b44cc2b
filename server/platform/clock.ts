import type { Tx } from './tx.ts'

/**
 * The time as the database keeps it; in the sandbox an offset moves it. Every date that is stored or decided on comes from
 * here, so that one clock rules the ledger, the deadlines and the demo.
 */
export async function now(tx: Tx): Promise<Date> {
  const [row] = await tx.sql<[{ ms: string }]>`select (extract(epoch from portal_now()) * 1000)::text as ms`
  return new Date(Number(row.ms))
}
