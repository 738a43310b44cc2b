import { ofOrder, hasSiblingLines } from '#server/orders/index.ts'
import type { MemberScope, SellerScope } from '#server/platform/actor.ts'
import { ms } from '#server/platform/clock.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { RequestState, LineForRequest, ReleaseRequest } from './request.ts'
import type { LineName, ListQuery } from './schema.ts'

/** A line as its release can be asked for. */
export type LineRow = LineForRequest & { readonly key: string; readonly lineId: string; readonly currency: string }

/** The seller's lines of an order, each with the newest request on it. */
export async function linesOfOrder(tx: Tx, scope: SellerScope, orderId: string): Promise<LineRow[]> {
  const rows = await tx.sql<(Omit<LineRow, 'request'> & Partial<RequestState>)[]>`
    select l.key::text, l.line_id as "lineId", l.currency, l.state, l.pending, r.*
    from lines as l
    left join lateral (
      select id, ${ms(tx, 'asked_at')} as "askedAt", decision, reason, ${ms(tx, 'decided_at')} as "decidedAt"
      from release_requests where seller_id = ${scope.sellerId} and line = l.key order by asked_at desc, id limit 1
    ) as r on true
    where ${ofOrder(tx, scope.marketplaceId, orderId)} and l.seller_id = ${scope.sellerId}
    order by l.paid_at, l.line_id`
  return rows.map(({ id, askedAt = 0, decision = null, reason = null, decidedAt = null, ...line }) => ({
    ...line,
    request: id ? { id, askedAt, decision, reason, decidedAt } : null,
  }))
}

/** A seller's line by the names that the marketplace gave it, and whether its order has others; undefined where it has none such. */
export async function lineOf(tx: Tx, scope: SellerScope, name: LineName): Promise<(LineRow & { readonly several: boolean }) | undefined> {
  const lines = await linesOfOrder(tx, scope, name.orderId)
  const line = lines.find(({ lineId }) => lineId === name.lineId)
  return line && { ...line, several: lines.length > 1 }
}

/** Writes a request; null where another on the line is open. As text: people may write these columns alone, and drizzle names all of them. */
export async function insertRequest(
  tx: Tx,
  scope: MemberScope,
  request: { readonly line: string; readonly askedBy: string; readonly note: string },
): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    insert into release_requests (seller_id, line, asked_by, asked_name, note)
    values (${scope.sellerId}, ${request.line}, ${scope.userId}, ${request.askedBy}, ${request.note})
    on conflict (line) where decision is null do nothing returning id`
  return row?.id ?? null
}

export type RequestRow = Omit<ReleaseRequest, 'pending'> & { readonly pending: bigint }

/** A page of a seller's requests, newest first. @param limit how many at most; a caller asks for one more than it shows */
export async function requests(tx: Tx, scope: SellerScope, place: ListQuery['place'], limit: number): Promise<RequestRow[]> {
  const { sql } = tx
  const back = place !== null && 'previous' in place
  const order = back ? sql`r.asked_at asc, r.id desc` : sql`r.asked_at desc, r.id`
  // The page first: a planner that doesn't know that all lines of these requests are the seller's expects few to be left, and sorts all.
  const rows = await sql<RequestRow[]>`
    select r.id, l.order_id as "orderId", l.line_id as "lineId", ${hasSiblingLines(tx, scope, 'l.key')} as several, l.currency, l.pending, r.note, r.decision, r.reason, r.remark,
      ${ms(tx, 'r.asked_at')} as "askedAt", r.asked_name as "askedBy", ${ms(tx, 'r.decided_at')} as "decidedAt",
      (select coalesce(json_agg(json_build_object('id', f.id, 'type', f.media_type, 'bytes', case when f.removed_at is null then f.size end,
          'removedAt', ${ms(tx, 'f.removed_at')}) order by p.position), '[]')
        from release_proofs p join files f on f.seller_id = p.seller_id and f.id = p.file
        where p.seller_id = r.seller_id and p.request = r.id) as proofs
    from (
      select * from release_requests as r where r.seller_id = ${scope.sellerId} and ${beyond(tx, scope, place)} order by ${order} limit ${limit}
    ) as r
    join lines as l on l.key = r.line and l.seller_id = ${scope.sellerId}
    order by ${order}`
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
