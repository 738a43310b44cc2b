import { ofOrder, severalIn } from '#server/orders/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { ms } from '#server/platform/clock.ts'
import type { Tx } from '#server/platform/tx.ts'
import { proofDaysIn } from '#server/policies/index.ts'
import type { CleanProof } from './clean-proof.ts'
import type { RequestState, LineForRequest, ProofType, ReleaseRequest } from './request.ts'
import type { LineName, ListQuery } from './schema.ts'

/** A line as its release can be asked for. */
export type LineRow = LineForRequest & { readonly key: string; readonly lineId: string; readonly currency: string }

/** The seller's lines of an order, each with the newest request on it. @param marketplaceId on which the seller sells */
export async function linesOfOrder(tx: Tx, scope: SellerScope, marketplaceId: number, orderId: string): Promise<LineRow[]> {
  const rows = await tx.sql<(Omit<LineRow, 'request'> & Partial<RequestState>)[]>`
    select l.key::text, l.line_id as "lineId", l.currency, l.state, l.pending, r.*
    from lines as l
    left join lateral (
      select id, ${ms(tx, 'asked_at')} as "askedAt", decision, reason, ${ms(tx, 'decided_at')} as "decidedAt"
      from release_requests where seller_id = ${scope.sellerId} and line = l.key order by asked_at desc, id limit 1
    ) as r on true
    where ${ofOrder(tx, marketplaceId, orderId)} and l.seller_id = ${scope.sellerId}
    order by l.paid_at, l.line_id`
  return rows.map(({ id, askedAt = 0, decision = null, reason = null, decidedAt = null, ...line }) => ({
    ...line,
    request: id ? { id, askedAt, decision, reason, decidedAt } : null,
  }))
}

/** A seller's line by the names that the marketplace gave it, and whether its order has others; undefined where it has none such. */
export async function lineOf(
  tx: Tx,
  scope: SellerScope,
  marketplaceId: number,
  name: LineName,
): Promise<(LineRow & { readonly several: boolean }) | undefined> {
  const lines = await linesOfOrder(tx, scope, marketplaceId, name.orderId)
  const line = lines.find(({ lineId }) => lineId === name.lineId)
  return line && { ...line, several: lines.length > 1 }
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

export type RequestRow = Omit<ReleaseRequest, 'pending'> & { readonly pending: bigint }

/** A page of a seller's requests, newest first. @param limit how many at most; a caller asks for one more than it shows */
export async function requests(tx: Tx, scope: SellerScope, place: ListQuery['place'], limit: number): Promise<RequestRow[]> {
  const { sql } = tx
  const back = place !== null && 'previous' in place
  const rows = await sql<RequestRow[]>`
    select r.id, l.order_id as "orderId", l.line_id as "lineId", ${severalIn(tx, scope, 'l.key')} as several, l.currency, l.pending, r.note, r.decision, r.reason, r.remark,
      ${ms(tx, 'r.asked_at')} as "askedAt", r.asked_name as "askedBy", ${ms(tx, 'r.decided_at')} as "decidedAt",
      (select coalesce(json_agg(json_build_object('id', p.id, 'type', p.type, 'bytes', octet_length(p.bytes),
          'removedAt', ${ms(tx, 'p.removed_at')}) order by p.place), '[]')
        from release_proofs p where p.seller_id = r.seller_id and p.request = r.id) as proofs
    from release_requests r join lines l on l.key = r.line
    where r.seller_id = ${scope.sellerId} and ${beyond(tx, scope, place)}
    order by ${back ? sql`r.asked_at asc, r.id desc` : sql`r.asked_at desc, r.id`} limit ${limit}`
  return back ? [...rows].toReversed() : [...rows]
}

/** Where a page begins in the order of `requests`; a request that the seller hasn't got is beyond every other. */
function beyond(tx: Tx, scope: SellerScope, place: ListQuery['place']) {
  const { sql } = tx
  if (place === null) return sql`true`
  const askedAt = (id: string) => sql`(select asked_at from release_requests where seller_id = ${scope.sellerId} and id = ${id})`
  if ('previous' in place) {
    const { previous: id } = place
    return sql`r.asked_at >= ${askedAt(id)} and (r.asked_at > ${askedAt(id)} or r.id < ${id})`
  }
  const [id, itself] = 'at' in place ? [place.at, true] : [place.next, false]
  return sql`r.asked_at <= ${askedAt(id)} and (r.asked_at < ${askedAt(id)} or r.id > ${id} or (${itself}::boolean and r.id = ${id}))`
}

/** Whether a seller has requests that are newer than this one. */
export async function hasNewer(tx: Tx, scope: SellerScope, id: string): Promise<boolean> {
  const [row] = await tx.sql<[{ yes: boolean }]>`
    select exists (select from release_requests r where r.seller_id = ${scope.sellerId} and ${beyond(tx, scope, { previous: id })}) as yes`
  return row.yes
}

/** One proof with its bytes; null where the seller has none such, or it was removed. */
export async function proof(tx: Tx, scope: SellerScope, id: string): Promise<{ type: ProofType; bytes: Buffer } | null> {
  const [row] = await tx.sql<{ type: ProofType; bytes: Buffer }[]>`
    select type, bytes from release_proofs where seller_id = ${scope.sellerId} and id = ${id} and removed_at is null`
  return row ?? null
}

/** Removes the proofs whose days are over; gives how many of whom. */
export async function removeOldProofs(tx: Tx): Promise<{ sellerId: number; proofs: number }[]> {
  return tx.sql<{ sellerId: number; proofs: number }[]>`
    with removed as (
      update release_proofs as p set bytes = null, removed_at = portal_now() from release_requests as r
      where r.seller_id = p.seller_id and r.id = p.request and p.removed_at is null
        and r.decided_at <= portal_now() - ${proofDaysIn(tx)}::float8 * interval '1 day'
      returning p.seller_id)
    select seller_id as "sellerId", count(*)::int as proofs from removed group by 1 order by 1`
}
