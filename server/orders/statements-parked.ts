import { plainArray, textArray } from '#server/platform/pg-array.ts'
import type { Tx } from '#server/platform/tx.ts'
import { eventTypeCode, eventTypeOf } from './event-code.ts'
import type { KeyedEvent, ParkedFacts, SellerFacts, Writes } from './facts.ts'
import { happened } from './line.ts'
import { preserve, revive } from './parked.ts'
import { type AwaitedType, causesIn } from './waiting.ts'

/** A row of `parked`. */
export type ParkedRow = { key: string; line: string | null; cause: number; event: unknown }

/**
 * The events parked on the line `k.line`, oldest first. The `offset 0` keeps conditions on the seller outside: the planner would combine the
 * line's index with the seller's and read all of the seller's parked events for each line.
 * @param later a range of `(occurred_at, id)`, which belongs inside: outside, each page would read the line from its beginning
 */
function parkedOn({ sql }: Tx, later = sql`true`) {
  return sql`(
    select key, line, waits_for, event, occurred_at, id, seller_id from parked
    where line = k.line and ${later} order by occurred_at, id offset 0
  )`
}

/** Parked events by their keys. */
export async function byKey(tx: Tx, keys: readonly string[]): Promise<ParkedFacts[]> {
  if (keys.length === 0) return []
  const rows = await tx.sql<ParkedRow[]>`
    select p.* from unnest(${plainArray(keys)}::uuid[]) as k (key)
    cross join lateral (select key, line, waits_for as cause, event from parked where key = k.key limit 1) as p`
  return rows.map(parkedOf)
}

/**
 * The parked events that these events may wake: those of announced sellers, and those on the same lines that wait for such an event.
 * An event of another seller on the same line is decided when that seller is locked.
 * @param sellers the locked ones
 * @returns the oldest, `most` at most, and whether there are more
 */
export async function awaiting(
  tx: Tx,
  entries: readonly KeyedEvent[],
  sellers: ReadonlyMap<string, SellerFacts>,
  most: number,
): Promise<{ found: ParkedFacts[]; more: boolean }> {
  const causes = entries.filter(({ event }) => causesIn(event).length > 0)
  const lines = [...new Set(causes.flatMap(({ line }) => line ?? []))]
  const isNew = (name: string) => sellers.get(name)?.upserted === null
  const coming = causes.filter(({ event }) => event.type === 'seller.upserted' && isNew(event.sellerId))
  const newSellers = [...new Set(coming.flatMap(({ event }) => sellers.get(event.sellerId)?.id ?? []))]
  if (lines.length === 0 && newSellers.length === 0) return { found: [], more: false }
  const sellerIds = [...sellers.values()].map(({ id }) => id)
  const rows = await tx.sql<ParkedRow[]>`
    select * from (
      select p.* from unnest(${plainArray(lines)}::uuid[]) as k (line)
      cross join lateral (
        select key, line, waits_for as cause, event, occurred_at, id from ${parkedOn(tx)} as o
        where waits_for <> ${eventTypeCode['seller.upserted']} and seller_id = any (${plainArray(sellerIds)}::int[]) limit ${most + 1}
      ) as p
      union all
      select p.* from unnest(${plainArray(newSellers)}::int[]) as k (seller)
      cross join lateral (
        select key, line, waits_for as cause, event, occurred_at, id from parked
        where seller_id = k.seller and waits_for = ${eventTypeCode['seller.upserted']}
        order by occurred_at, id limit ${most + 1}
      ) as p
    ) as p order by occurred_at, id limit ${most + 1}`
  return { found: rows.slice(0, most).map(parkedOf), more: rows.length > most }
}

/** A row of `parked` in the form that the fold needs. */
export function parkedOf({ key, line, cause, event }: ParkedRow): ParkedFacts {
  return { entry: { key: hex(key), line: line && hex(line), target: null, event: revive(event) }, cause: eventTypeOf(cause) as AwaitedType }
}

/** A booked cause for which parked events of one seller still wait. `seller` is the marketplace's id, `sellerId` ours. */
export type Due = {
  readonly marketplaceId: number
  readonly seller: string
  readonly sellerId: number
  readonly line: string | null
  readonly waitsFor: number
}

/** Some of a marketplace's sellers, by the marketplace's ids. */
export type SellerNames = { readonly marketplaceId: number; readonly sellers: readonly string[] }

export type DuePage = { readonly due: readonly Due[]; readonly last: string | null }

/**
 * Booked causes for which parked events still wait, among `page` parked events in key order. They exist where more events waited than one
 * transaction wakes, and where one seller's payment and another's event on the same line were booked concurrently, under different locks.
 * @param of only these sellers' events
 * @param after the `last` of the previous page
 */
export async function due(tx: Tx, of: SellerNames | null, after: string | null, page: number): Promise<DuePage> {
  const { sql } = tx
  const these = ({ marketplaceId, sellers }: SellerNames) => sql`seller_id = any (array(
    select id from sellers where marketplace_id = ${marketplaceId} and external_id = any (${plainArray(sellers)}::text[])))`
  const one = sql`(
    select * from parked where ${of === null ? sql`true` : these(of)}
      ${after === null ? sql`` : sql`and key > ${after}::uuid`} order by key limit ${page}
  )`
  const line = (condition: string) => sql`exists (select from lines as l where l.key = p.line and ${sql.unsafe(condition)})`
  const [rows, last] = await Promise.all([
    sql<Due[]>`
      select distinct s.marketplace_id as "marketplaceId", s.external_id as seller, s.id as "sellerId",
        case when p.waits_for = ${eventTypeCode['seller.upserted']} then null else p.line::text end as line, p.waits_for as "waitsFor"
      from ${one} as p join sellers as s on s.id = p.seller_id
      where case p.waits_for
        when ${eventTypeCode['seller.upserted']} then s.upserted_at is not null
        when ${eventTypeCode['order.paid']} then ${line('true')}
        when ${eventTypeCode['order.unheld']} then ${line(`(l.state & ${happened.held} = 0 or l.state & ${happened.cancelled} > 0)`)}
        when ${eventTypeCode['order.released']} then ${line(`l.state & ${happened.released} > 0`)}
      end`,
    sql<{ key: string }[]>`select key::text from ${one} as p order by key desc limit 1`,
  ])
  return { due: rows, last: last[0]?.key ?? null }
}

/** A parked event that is due, with its position in the order of occurrence. */
export type DuePlace = { readonly key: string; readonly at: string; readonly id: string; readonly seller: string }

/**
 * The oldest events that wait for these causes.
 * @param after the last event of the previous page
 */
export async function placesOf(tx: Tx, due: readonly Due[], after: DuePlace | null, most: number): Promise<DuePlace[]> {
  const { sql } = tx
  const of = (some: readonly Due[], value: (one: Due) => number | string | null) => plainArray(some.map((one) => value(one)))
  const [ofSellers, ofLines] = [due.filter(({ line }) => line === null), due.filter(({ line }) => line !== null)]
  const later = after === null ? sql`true` : sql`(occurred_at, id) > (${after.at}::timestamptz, ${after.id})`
  const oldest = sql`${later} order by occurred_at, id limit ${most}`
  return sql<DuePlace[]>`
    select p.key::text, p.occurred_at::text as at, p.id, s.external_id as seller
    from (
      select p.* from unnest(${of(ofSellers, (one) => one.sellerId)}::int[], ${of(ofSellers, (one) => one.waitsFor)}::smallint[]) as k (seller, cause)
      cross join lateral (
        select key, occurred_at, id, seller_id from parked where seller_id = k.seller and waits_for = k.cause and ${oldest}
      ) as p
      union all
      select p.* from unnest(
        ${of(ofLines, (one) => one.sellerId)}::int[], ${of(ofLines, (one) => one.waitsFor)}::smallint[], ${of(ofLines, (one) => one.line)}::uuid[]
      ) as k (seller, cause, line)
      cross join lateral (
        select key, occurred_at, id, seller_id from ${parkedOn(tx, later)} as o
        where seller_id = k.seller and waits_for = k.cause limit ${most}
      ) as p
    ) as p join sellers as s on s.id = p.seller_id
    order by p.occurred_at, p.id limit ${most}`
}

/** Deletes first, because an event may reuse the id of one that was withdrawn in the same batch. */
export async function write(tx: Tx, { parked, unparked, waiting }: Writes): Promise<void> {
  await Promise.all([remove(tx, unparked), insert(tx, parked), waitOn(tx, waiting)])
}

async function insert(tx: Tx, parked: Writes['parked']): Promise<void> {
  if (parked.size === 0) return
  const rows = [...parked.values()].sort((a, b) => (a.entry.key < b.entry.key ? -1 : 1))
  const of = (value: (entry: KeyedEvent) => number | string | null) => plainArray(rows.map(({ entry }) => value(entry)))
  await tx.sql`
    insert into parked (occurred_at, seller_id, type, key, hash, line, id, waits_for, event)
    select to_timestamp(o / 1000), s, t, k, h, l, i, w, e::jsonb
    from unnest(
      ${of(({ event }) => event.occurredAt)}::float8[], ${plainArray(rows.map((row) => row.sellerId))}::int[],
      ${of(({ event }) => eventTypeCode[event.type])}::smallint[], ${of(({ key }) => key)}::uuid[], ${of(({ event }) => event.hash)}::uuid[],
      ${of(({ line }) => line)}::uuid[], ${of(({ event }) => event.id)}::text[],
      ${plainArray(rows.map((row) => eventTypeCode[row.cause]))}::smallint[],
      ${textArray(rows.map(({ entry }) => preserve(entry.event)))}::text[]
    ) as p (o, s, t, k, h, l, i, w, e)`
}

async function remove(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await tx.sql`delete from parked where key = any (${plainArray(keys)}::uuid[])`
}

async function waitOn(tx: Tx, waiting: Writes['waiting']): Promise<void> {
  if (waiting.size === 0) return
  const rows = [...waiting].sort((a, b) => (a[0] < b[0] ? -1 : 1))
  await tx.sql`
    update parked set waits_for = k.cause
    from unnest(${plainArray(rows.map(([key]) => key))}::uuid[], ${plainArray(rows.map(([, cause]) => eventTypeCode[cause]))}::smallint[]) as k (key, cause)
    where parked.key = k.key`
}

/** A uuid as the 32 hex digits of keys.ts. */
export function hex(uuid: string): string {
  return uuid.replaceAll('-', '')
}
