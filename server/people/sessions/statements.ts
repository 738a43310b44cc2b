import { oneStatement, type Tx } from '#server/platform/tx.ts'
import type { OpenedRow } from './session.ts'

/** Reads a live session by the hash of its token, and notes that it was used. One round trip. */
export async function openSession(hash: Buffer, touch: boolean): Promise<OpenedRow | null> {
  const [row] = await oneStatement((sql) => sql<[{ found: OpenedRow | null }]>`select open_session(${hash}, ${touch}) as found`)
  return row.found
}

/** Ends the session of a token, whoever it belongs to. */
export async function deleteSessionByHash(tx: Tx, hash: Buffer): Promise<void> {
  await tx.sql`select end_session_of(${hash})`
}
