import { ms } from '#server/platform/clock.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { DocumentType, Region } from '../documents/document.ts'
import type { Reasons } from '../schema.ts'
import type { CasesQuery } from './schema.ts'

// Staff see the attempts of their marketplace's stores alone, by row-level security, and none that is still being typed.

/** A case as staff see it. Instants in epoch milliseconds. */
export type CaseRow = {
  readonly id: string
  readonly sellerId: number
  readonly store: string
  /** The marketplace's own id of the seller. */
  readonly externalId: string
  readonly state: 'submitted' | 'sent_back' | 'approved'
  readonly region: Region
  readonly type: DocumentType
  readonly typed: Buffer
  readonly submittedAt: number
  readonly decidedAt: number | null
  readonly decidedName: string | null
  readonly reasons: Reasons | null
  readonly remark: string | null
  readonly takenBy: number | null
  readonly takenName: string | null
  readonly takenUntil: number | null
  /** The acting person is a member of the store, or began the attempt. */
  readonly isOwn: boolean
}

const columns = (tx: Tx) => tx.sql`
  a.id, a.seller_id as "sellerId", coalesce(s.name, s.external_id) as store, s.external_id as "externalId", a.state, a.region,
  a.document_type as type, ${ms(tx, 'a.submitted_at')} as "submittedAt", ${ms(tx, 'a.decided_at')} as "decidedAt",
  a.decided_name as "decidedName", a.reasons, a.remark, a.taken_by as "takenBy", a.taken_name as "takenName",
  ${ms(tx, 'a.taken_until')} as "takenUntil"`

/** A case by its id; undefined where the staff's marketplace has none such. @param userId of whoever acts */
export async function caseRow(tx: Tx, id: string, userId: number): Promise<CaseRow | undefined> {
  const [row] = await tx.sql<[CaseRow?]>`
    select ${columns(tx)}, a.typed, (a.started_by = ${userId} or is_own_store(a.seller_id)) as "isOwn"
    from identity_attempts as a join sellers as s on s.id = a.seller_id where a.id = ${id}`
  return row
}

/** Earlier attempts of the same store, the newest first. */
export async function earlierCases(tx: Tx, sellerId: number, id: string): Promise<Omit<CaseRow, 'typed' | 'isOwn'>[]> {
  return tx.sql<Omit<CaseRow, 'typed' | 'isOwn'>[]>`
    select ${columns(tx)} from identity_attempts as a join sellers as s on s.id = a.seller_id
    where a.seller_id = ${sellerId} and a.id <> ${id} order by a.submitted_at desc, a.id limit 20`
}

export type QueueRow = Pick<
  CaseRow,
  'id' | 'store' | 'region' | 'type' | 'state' | 'submittedAt' | 'decidedAt' | 'decidedName' | 'takenName' | 'takenUntil'
>

/**
 * A page of the queue: what waits from the oldest on, what is decided from the newest on.
 * @param limit how many at most; a caller asks for one more than it shows
 */
export async function queue(tx: Tx, { show, place }: CasesQuery, limit: number): Promise<QueueRow[]> {
  const { sql } = tx
  const back = place !== null && 'previous' in place
  const column = sql.unsafe(show === 'decided' ? 'decided_at' : 'submitted_at')
  const ascending = (show === 'decided') === back
  const direction = sql.unsafe(ascending ? 'asc' : 'desc')
  const from = place === null ? null : 'next' in place ? place.next : place.previous
  const beyond =
    from === null
      ? sql`true`
      : sql`(a.${column}, a.id) ${sql.unsafe(ascending ? '>' : '<')} (select ${column}, id from identity_attempts where id = ${from})`
  const shown = show === 'decided' ? sql`a.decided_at is not null` : sql`a.state = 'submitted'`
  const rows = await sql<QueueRow[]>`
    select ${columns(tx)}
    from (
      select * from identity_attempts as a where ${shown} and ${beyond} order by a.${column} ${direction}, a.id ${direction} limit ${limit}
    ) as a
    join sellers as s on s.id = a.seller_id order by a.${column} ${direction}, a.id ${direction}`
  return back ? [...rows].toReversed() : [...rows]
}

/** How many cases wait. */
export async function countOpen(tx: Tx): Promise<{ readonly open: number }> {
  const [row] = await tx.sql<[{ open: number }]>`select count(*)::int as open from identity_attempts where state = 'submitted'`
  return row
}

/** Locks a case with its seller until the transaction ends; false where the staff's marketplace has none such. */
export async function lockCase(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx.sql<[{ locked: boolean }]>`select lock_identity_attempt(${id}) as locked`
  return row.locked
}

/** Takes a case for some minutes; the database checks once more who may. @param name of whoever acts */
export async function take(tx: Tx, id: string, name: string, minutes: number): Promise<void> {
  await tx.sql`select take_identity_attempt(${id}, ${name}, ${minutes})`
}

type Decision = {
  readonly decision: 'approved' | 'sent_back'
  readonly reasons: Reasons | null
  readonly remark: string | null
  /** The verified names, '' where the document has none in Latin letters. */
  readonly name: string
  readonly latinName: string
}

/** Decides on a case; the database checks once more who may. @param by name of whoever acts */
export async function decide(tx: Tx, id: string, { decision, reasons, remark, name, latinName }: Decision, by: string): Promise<void> {
  const json = reasons && tx.sql.json(reasons)
  await tx.sql`select decide_identity_attempt(${id}, ${decision}, ${json}, ${remark}, ${by}, ${name}, ${latinName})`
}
