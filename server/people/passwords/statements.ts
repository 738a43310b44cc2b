import type { Tx } from '#server/platform/tx.ts'
import type { User } from '../users/store.ts'
import type { LinkKind } from './store.ts'

/** The person of a link and the address that it was sent to, asked as the gate; null where it doesn't work (any more). It stays as it is. */
export async function personOfLink(tx: Tx, kind: LinkKind | 'undo', hash: Buffer): Promise<(User & { linkEmail: string }) | null> {
  const [row] = await tx.sql<[{ found: (User & { linkEmail: string }) | null }]>`select gate_link(${kind}, ${hash}) as found`
  return row.found
}

export type Addressee = Pick<User, 'id' | 'email' | 'name' | 'locale'>

/** Writes a link to choose a password for the person of this address, as a job; null where nobody has it. */
export async function insertPasswordLink(tx: Tx, email: string, hash: Buffer, hours: number): Promise<Addressee | null> {
  const [row] = await tx.sql<[{ made: Addressee | null }]>`select make_password_link(${email}, ${hash}, ${hours}) as made`
  return row.made
}
