import { randomUUID } from 'node:crypto'
import type { Actor } from './actor.ts'
import { seal } from './seal.ts'
import { auditAddressPlace } from './sealed-places.ts'
import type { Tx } from './tx.ts'

/**
 * Writes one line of the audit trail in the transaction that does the thing. The database stamps the time and the actor; that is the one
 * for whom the transaction was opened, and it refuses (LG020) a line that names another.
 * @param action `noun.verb_past`, e.g. `session.ended`
 * @param detail no secrets and no account or document numbers; `address` is the browser's, and is kept sealed beside the line
 */
export async function audit(
  tx: Tx,
  actor: Actor,
  action: string,
  detail: Readonly<Record<string, string | number | boolean | null>> = {},
  sellerId: number | null = null,
): Promise<void> {
  const id =
    actor.kind === 'person' || actor.kind === 'staff'
      ? String(actor.userId)
      : actor.kind === 'marketplace'
        ? actor.keyId
        : actor.kind === 'job'
          ? actor.name
          : null
  // The line is for ever and is never changed; an address of a person lies beside it, sealed, and can be sealed anew or forgotten.
  const { address, ...facts } = detail
  const ref = typeof address === 'string' && address !== '' ? randomUUID() : null
  const sealed = ref && seal(Buffer.from(String(address)), auditAddressPlace(ref))
  await tx.sql`select write_audit(${actor.kind}, ${id}, ${action}, ${sellerId}, ${tx.sql.json(facts)}, ${ref}, ${sealed})`
}
