import { hasSiblingLines } from '#server/orders/index.ts'
import { ms } from '#server/platform/clock.ts'
import { isBack } from '#server/platform/page.ts'
import type { Tx } from '#server/platform/tx.ts'
import { unexpiredProposals } from '#server/proposals/index.ts'
import type { Proof } from '../request.ts'
import type { Decision, DeclineReason } from '../schema.ts'
import type { DecisionContent } from './decision.ts'
import type { QueueQuery } from './schema.ts'

// Staff see the requests of their marketplace's stores alone, by row-level security.

/** Locks a request with its seller until the transaction ends; false where the staff's marketplace has none such. */
export async function lockRequest(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx.sql<[{ locked: boolean }]>`select lock_release_request(${id}) as locked`
  return row.locked
}

/** Decides on a request; the database checks once more who may. @param name of whoever acts @param proposal that two people agreed on */
export async function decide(
  tx: Tx,
  id: string,
  { decision, reason, remark }: DecisionContent,
  name: string,
  proposal: string | null,
): Promise<void> {
  await tx.sql`select decide_release_request(${id}, ${decision}, ${reason}, ${remark}, ${name}, ${proposal})`
}

/** A request with its line and its store as staff see them. Amounts in minor units, instants in epoch milliseconds. */
export type RequestRow = {
  readonly id: string
  readonly sellerId: number
  readonly store: string
  /** The marketplace's own id of the seller. */
  readonly externalId: string
  readonly orderId: string
  readonly lineId: string
  readonly currency: string
  /** Bits of `happened`. */
  readonly state: number
  readonly pending: bigint
  readonly askedBy: number
  readonly askedName: string
  readonly askedAt: number
  readonly note: string
  readonly decision: Decision | null
  readonly reason: DeclineReason | null
  readonly remark: string | null
  readonly decidedAt: number | null
  readonly decidedName: string | null
  /** What waited of the line when it was decided. */
  readonly decidedAmount: bigint | null
  readonly decidedCurrency: string | null
  /** Minor units above which two people decide; null: always. */
  readonly twoPeopleAbove: bigint | null
  /** The acting person is a member of the store. */
  readonly isMember: boolean
  /** Whether whoever made the proposal that waits may still decide; null where none waits. */
  readonly mayMakerDecide: boolean | null
}

/** A request by its id; undefined where the staff's marketplace has none such. */
export async function requestRow(tx: Tx, id: string): Promise<RequestRow | undefined> {
  const [row] = await tx.sql<[RequestRow?]>`
    select r.id, r.seller_id as "sellerId", coalesce(s.name, s.external_id) as store, s.external_id as "externalId",
      l.order_id as "orderId", l.line_id as "lineId", l.currency, l.state, l.pending,
      r.asked_by as "askedBy", r.asked_name as "askedName", ${ms(tx, 'r.asked_at')} as "askedAt", r.note, r.decision, r.reason, r.remark,
      ${ms(tx, 'r.decided_at')} as "decidedAt", d.decided_name as "decidedName",
      d.amount as "decidedAmount", d.currency as "decidedCurrency",
      two_people_amount(l.currency)::bigint as "twoPeopleAbove", is_own_store(r.seller_id) as "isMember",
      (select may_maker_decide(p.id) from ${unexpiredProposals(tx, 'release_decision')} as p where p.subject = r.id) as "mayMakerDecide"
    from release_requests as r
    join sellers as s on s.id = r.seller_id
    join lines as l on l.key = r.line
    left join release_decisions as d on d.seller_id = r.seller_id and d.request = r.id
    where r.id = ${id}`
  return row
}

/** The proofs of a request, without their bytes. */
export async function proofsOf(tx: Tx, sellerId: number, request: string): Promise<Proof[]> {
  const rows = await tx.sql<{ id: string; type: Proof['type']; bytes: number; removedAt: number | null }[]>`
    select f.id, f.media_type as type, f.size as bytes, ${ms(tx, 'f.removed_at')} as "removedAt"
    from release_proofs as p join files as f on f.seller_id = p.seller_id and f.id = p.file
    where p.seller_id = ${sellerId} and p.request = ${request} order by p.position`
  return rows.map(({ bytes, removedAt, ...proof }) =>
    removedAt === null ? { ...proof, bytes, removedAt } : { ...proof, bytes: null, removedAt },
  )
}

/** The seller of whom a proof is that a request has; null where the staff's marketplace has no such request, or that no such proof. */
export async function sellerOfProof(tx: Tx, request: string, file: string): Promise<number | null> {
  const [row] = await tx.sql<[{ sellerId: number }?]>`
    select p.seller_id as "sellerId" from release_requests as r
    join release_proofs as p on p.seller_id = r.seller_id and p.request = r.id
    where r.id = ${request} and p.file = ${file}`
  return row?.sellerId ?? null
}

export type QueueRow = Pick<
  RequestRow,
  'id' | 'store' | 'orderId' | 'lineId' | 'currency' | 'askedAt' | 'decision' | 'decidedAt' | 'decidedName'
> & {
  /** The order has other child orders of its seller. */
  readonly several: boolean
  /** Minor units: what was decided about, else what waits. */
  readonly amount: bigint
  readonly proofs: number
  /** What waits for a second person: who proposed which decision, and until when it counts. */
  readonly proposed: Decision | null
  readonly makerName: string | null
  readonly expiresAt: number | null
}

/**
 * A page of the queue: what is undecided from the oldest on, what is decided from the newest on.
 * @param limit how many at most; a caller asks for one more than it shows
 */
export async function queue(tx: Tx, { show, place }: QueueQuery, limit: number): Promise<QueueRow[]> {
  const { sql } = tx
  const back = isBack(place)
  const column = sql.unsafe(show === 'decided' ? 'decided_at' : 'asked_at')
  const ascending = (show === 'decided') === back
  const direction = sql.unsafe(ascending ? 'asc' : 'desc')
  const from = place === null ? null : 'next' in place ? place.next : place.previous
  const beyond =
    from === null
      ? sql`true`
      : sql`(r.${column}, r.id) ${sql.unsafe(ascending ? '>' : '<')} (select ${column}, id from release_requests where id = ${from})`
  const live = sql`exists (select from ${unexpiredProposals(tx, 'release_decision')} as p where p.subject = r.id)`
  const shown = {
    open: sql`r.decision is null and not ${live}`,
    waiting: sql`r.decision is null and ${live}`,
    decided: sql`r.decision is not null`,
  }
  const rows = await sql<QueueRow[]>`
    select r.id, coalesce(s.name, s.external_id) as store, l.order_id as "orderId", l.line_id as "lineId", ${hasSiblingLines(tx, null, 'l.key')} as several,
      coalesce(d.currency, l.currency) as currency, coalesce(d.amount, l.pending) as amount, ${ms(tx, 'r.asked_at')} as "askedAt", r.decision, ${ms(tx, 'r.decided_at')} as "decidedAt", d.decided_name as "decidedName",
      (select count(*)::int from release_proofs as f where f.seller_id = r.seller_id and f.request = r.id) as proofs,
      p.content::jsonb ->> 'decision' as proposed, p.maker_name as "makerName", ${ms(tx, 'p.expires_at')} as "expiresAt"
    from (
      select * from release_requests as r where ${shown[show]} and ${beyond} order by r.${column} ${direction}, r.id ${direction} limit ${limit}
    ) as r
    join sellers as s on s.id = r.seller_id
    join lines as l on l.key = r.line
    left join release_decisions as d on d.seller_id = r.seller_id and d.request = r.id
    left join ${unexpiredProposals(tx, 'release_decision')} as p on p.subject = r.id and r.decision is null
    order by r.${column} ${direction}, r.id ${direction}`
  return back ? [...rows].toReversed() : [...rows]
}

/** How many requests are undecided: without a proposal, and with one that waits for its second person. */
export async function counts(tx: Tx): Promise<{ readonly open: number; readonly waiting: number }> {
  const [row] = await tx.sql<[{ open: number; waiting: number }]>`
    select count(*) filter (where p.id is null)::int as open, count(p.id)::int as waiting
    from release_requests as r left join ${unexpiredProposals(tx, 'release_decision')} as p on p.subject = r.id where r.decision is null`
  return row
}
