import { lineKey } from '#server/orders/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { CleanProof } from './clean-proof.ts'
import type { Decision, DeclineReason, LineForRequest, ProofType } from './request.ts'

/** A seller's line by the names that the marketplace gave it; null where it has none such. */
export async function lineOf(
  tx: Tx,
  scope: SellerScope,
  { orderId, lineId }: { readonly orderId: string; readonly lineId: string },
): Promise<(LineForRequest & { key: string; currency: string }) | null> {
  const [seller] = await tx.sql<[{ marketplaceId: number }]>`
    select marketplace_id as "marketplaceId" from sellers where id = ${scope.sellerId}`
  const [row] = await tx.sql<(LineForRequest & { key: string; currency: string })[]>`
    select l.key::text, l.currency, l.pending, l.state & 1 > 0 as shipped, l.state & 16 > 0 as held, l.state & 32 > 0 as cancelled,
      l.state & 8 > 0 as released, exists (select from release_requests r where r.line = l.key and r.decision is null) as asked
    from lines l where l.key = ${lineKey(seller.marketplaceId, orderId, lineId)}::uuid and l.seller_id = ${scope.sellerId}`
  return row ?? null
}

/** Writes a request with its proofs; null where another on the line came first. */
export async function insertRequest(
  tx: Tx,
  scope: SellerScope,
  request: {
    readonly line: string
    readonly by: { readonly userId: number; readonly name: string }
    readonly note: string
    readonly proofs: readonly CleanProof[]
  },
): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    insert into release_requests (seller_id, line, asked_by, asked_name, note)
    values (${scope.sellerId}, ${request.line}, ${request.by.userId}, ${request.by.name}, ${request.note})
    on conflict (line) where decision is null do nothing returning id`
  if (!row) return null
  for (const [place, { type, bytes }] of request.proofs.entries())
    await tx.sql`
      insert into release_proofs (seller_id, request, place, type, bytes) values (${scope.sellerId}, ${row.id}, ${place}, ${type}, ${bytes})`
  return row.id
}

export type RequestRow = {
  readonly id: string
  readonly orderId: string
  readonly lineId: string
  readonly currency: string
  readonly pending: bigint
  readonly askedMs: string
  readonly askedBy: string
  readonly note: string
  readonly decision: Decision | null
  readonly reason: DeclineReason | null
  readonly remark: string | null
  readonly decidedMs: string | null
  readonly proofs: { id: string; type: ProofType; bytes: number }[]
}

/** The newest requests of a seller. */
export async function requests(tx: Tx, scope: SellerScope, limit: number): Promise<RequestRow[]> {
  return tx.sql<RequestRow[]>`
    select r.id, l.order_id as "orderId", l.line_id as "lineId", l.currency, l.pending, r.note, r.decision, r.reason, r.remark,
      (extract(epoch from r.asked_at) * 1000)::bigint::text as "askedMs", r.asked_name as "askedBy",
      (extract(epoch from r.decided_at) * 1000)::bigint::text as "decidedMs",
      (select coalesce(json_agg(json_build_object('id', p.id, 'type', p.type, 'bytes', octet_length(p.bytes)) order by p.place), '[]')
        from release_proofs p where p.seller_id = r.seller_id and p.request = r.id) as proofs
    from release_requests r join lines l on l.key = r.line
    where r.seller_id = ${scope.sellerId}
    order by r.asked_at desc, r.id limit ${limit}`
}

/** One proof with its bytes; null where the seller has none such. */
export async function proof(tx: Tx, scope: SellerScope, id: string): Promise<{ type: ProofType; bytes: Buffer } | null> {
  const [row] = await tx.sql<{ type: ProofType; bytes: Buffer }[]>`
    select type, bytes from release_proofs where seller_id = ${scope.sellerId} and id = ${id}`
  return row ?? null
}
