import type { MemberScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { DocumentType, Region } from './schema.ts'

/** Begins an attempt; gives its id. As SQL: a store may write these columns alone, and drizzle names them all. */
export async function insertAttempt(
  tx: Tx,
  { sellerId, userId }: MemberScope,
  document: { readonly region: Region; readonly type: DocumentType },
): Promise<string> {
  const [row] = await tx.sql<[{ id: string }]>`
    insert into identity_attempts (seller_id, started_by, region, document_type)
    values (${sellerId}, ${userId}, ${document.region}, ${document.type}) returning id`
  return row.id
}
