import type { Tx } from '#server/platform/tx.ts'
import type { User } from './store.ts'

/**
 * The person who signs in with an address, asked as the gate; null where there is none or they were disabled.
 * @param device hash of the browser's token; `known` says whether the account knows it
 */
export async function personAtGate(tx: Tx, email: string, device: Buffer): Promise<(User & { known: boolean }) | null> {
  const [row] = await tx.sql<[{ found: (User & { known: boolean }) | null }]>`select gate_person(${email}, ${device}) as found`
  return row.found
}

/** Says for the rest of the transaction that the reader of a mail is the person who is signed in; see drop_unproven(). */
export async function noteProvenPerson(tx: Tx, id: number): Promise<void> {
  await tx.sql`select set_config('app.proven_person', ${String(id)}, true)`
}
