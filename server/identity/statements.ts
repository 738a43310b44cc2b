import type { MemberScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { DocumentType, Reasons, Region } from './schema.ts'

/** Begins an attempt, with what is to be corrected where it follows one that was sent back; gives its id. As SQL: a store may write these columns alone, and drizzle names them all. */
export async function insertAttempt(
  tx: Tx,
  { sellerId, userId }: MemberScope,
  from: { readonly region: Region; readonly type: DocumentType; readonly reasons?: Reasons | null; readonly remark?: string | null },
): Promise<string> {
  const [row] = await tx.sql<[{ id: string }]>`
    insert into identity_attempts (seller_id, started_by, region, document_type, reasons, remark)
    values (${sellerId}, ${userId}, ${from.region}, ${from.type}, ${from.reasons ? tx.sql.json(from.reasons) : null}, ${from.remark ?? null})
    returning id`
  return row.id
}
