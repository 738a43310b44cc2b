import type { Actor } from './actor.ts'
import type { Tx } from './tx.ts'

/**
 * Writes one line of the audit trail in the transaction that does the thing.
 * @param action `noun.verb_past`, e.g. `session.ended`
 * @param detail no secrets and no account or document numbers
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
  await tx.sql`
    insert into audit (actor_kind, actor_id, action, seller_id, detail)
    values (${actor.kind}, ${id}, ${action}, ${sellerId}, ${tx.sql.json(detail)})`
}
