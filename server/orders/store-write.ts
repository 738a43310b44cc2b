import { plainArray, textArray } from '#server/platform/pg-array.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { MarketplaceEvent } from './event.ts'
import { eventTypeCode } from './event-code.ts'
import type { KeyedEvent, Writes } from './fold.ts'
import { holdReasonCode } from './line.ts'
import type { LineChange } from './line-change.ts'
import { preserve } from './parked.ts'

/** Writes what the fold decided, but for the ledger's part. Each statement takes arrays; all of them travel together. */
export async function write(tx: Tx, writes: Writes): Promise<void> {
  await Promise.all([
    writeSellers(tx, writes.sellers),
    writeEvents(tx, writes.events),
    writePaid(tx, writes.paid, writes.changed),
    writeChanged(tx, writes.changed, writes.paid),
    writeRefunds(tx, writes.refunds),
    writeParked(tx, writes.parked),
    deleteParked(tx, writes.unparked),
    tell(tx, quietSellers(writes)),
  ])
}

async function writeSellers(tx: Tx, changes: Writes['sellers']): Promise<void> {
  if (changes.length === 0) return
  const upserts = changes.flatMap((change) => ('upsert' in change ? { ...change.upsert, id: change.id } : []))
  const closings = changes.flatMap((change) => ('closed' in change ? change : []))
  // The last of a batch wins: the fold lets only newer ones through.
  const newest = <T extends { id: number }>(list: T[]) => [...new Map(list.map((change) => [change.id, change])).values()]
  await Promise.all([
    tx.sql`
      update sellers set name = n.name, region = n.region, email = n.email, locale = n.locale,
        time_zone = case when time_zone_chosen then time_zone else coalesce(n."timeZone", 'Asia/Shanghai') end,
        upserted_at = to_timestamp(n."occurredAt" / 1000)
      from jsonb_to_recordset(${tx.sql.json(newest(upserts))}) as n (
        id int, name text, region text, email text, locale text, "timeZone" text, "occurredAt" float8)
      where sellers.id = n.id`,
    closings.length > 0 &&
      tx.sql`
      update sellers set closed = n.closed, closed_as_of = to_timestamp(n."asOf" / 1000)
      from jsonb_to_recordset(${tx.sql.json(newest(closings))}) as n (id int, closed boolean, "asOf" float8)
      where sellers.id = n.id`,
  ])
}

/** The texts of an event that no other column keeps. */
function detailOf(event: MarketplaceEvent): string | null {
  const kept: Record<string, string> = {}
  for (const name of ['reason', 'note', 'carrier', 'tracking'] as const) {
    const text = (event as Partial<Record<typeof name, string | null>>)[name]
    if (text) kept[name] = text
  }
  return Object.keys(kept).length > 0 ? JSON.stringify(kept) : null
}

async function writeEvents(tx: Tx, events: Writes['events']): Promise<void> {
  if (events.length === 0) return
  // Sorted, so that two batches with the same ids meet in one order and never in a circle.
  const sorted = events.toSorted((a, b) => (a.entry.key < b.entry.key ? -1 : 1))
  await tx.sql`
    insert into events (occurred_at, booked_at, seller_id, type, key, hash, line, id, problem, detail)
    select to_timestamp(o / 1000), (select portal_now()), s, t, k, h, l, i, p, d::jsonb
    from unnest(
      ${plainArray(sorted.map(({ entry }) => entry.event.occurredAt))}::float8[],
      ${plainArray(sorted.map((one) => one.sellerId))}::int[],
      ${plainArray(sorted.map(({ entry }) => eventTypeCode[entry.event.type]))}::smallint[],
      ${plainArray(sorted.map(({ entry }) => entry.key))}::uuid[],
      ${plainArray(sorted.map(({ entry }) => entry.event.hash))}::uuid[],
      ${plainArray(sorted.map(({ entry }) => entry.line))}::uuid[],
      ${plainArray(sorted.map(({ entry }) => entry.event.id))}::text[],
      ${plainArray(sorted.map((one) => one.problem))}::text[],
      ${textArray(sorted.map(({ entry }) => detailOf(entry.event)))}::text[]
    ) as e (o, s, t, k, h, l, i, p, d)`
}

/** The columns of a line that events change, as parallel arrays in the order of `changeColumns`. */
function changeArrays(tx: Tx, changes: readonly LineChange[]) {
  const plain = (value: (change: LineChange) => bigint | number | null) => plainArray(changes.map(value))
  return tx.sql`
    ${plain(({ line }) => line.state)}::smallint[], ${plain(({ line }) => line.pending)}::bigint[],
    ${plain(({ line }) => line.frozen)}::bigint[], ${plain(({ line }) => line.reserve)}::bigint[],
    ${plain(({ line }) => line.refunded)}::bigint[], ${plain((c) => c.shippedAt)}::float8[], ${plain((c) => c.deliveredAt)}::float8[],
    ${plain((c) => c.confirmedAt)}::float8[], ${plain((c) => c.releasedAt)}::float8[], ${plain((c) => c.marginUntil)}::float8[],
    ${plain((c) => c.expectedAt)}::float8[], ${plain((c) => c.expectedAsOf)}::float8[],
    ${plain((c) => (c.holdReason ? holdReasonCode[c.holdReason] : null))}::smallint[], ${plain((c) => c.holdUntil)}::float8[],
    ${plain((c) => c.holdAsOf)}::float8[]`
}

const changeColumns = `state, pending, frozen, reserve, refunded, shipped_at, delivered_at, confirmed_at, released_at, margin_until,
  expected_at, expected_as_of, hold_reason, hold_until, hold_as_of`
const changeNames = 'st, pe, fr, re, rf, sh, de, co, rl, mu, ex, ea, hr, hu, ha'
const changeValues = `st, pe, fr, re, rf, ${'sh, de, co, rl, mu, ex, ea'
  .split(', ')
  .map((name) => `to_timestamp(${name} / 1000)`)
  .join(', ')}, hr, to_timestamp(hu / 1000), to_timestamp(ha / 1000)`

async function writePaid(tx: Tx, paid: Writes['paid'], changed: Writes['changed']): Promise<void> {
  if (paid.size === 0) return
  const rows = [...paid].sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([key, { event, line }]) => ({ key, event, line }))
  const of = (value: (row: (typeof rows)[number]) => bigint | number | string | null) => plainArray(rows.map(value))
  await tx.sql`
    insert into lines (key, seller_id, currency, gross, commission, escrow, affiliate, net, paid_at, order_id, line_id,
      ${tx.sql.unsafe(changeColumns)})
    select k, s, c, g, f1, f2, f3, n, to_timestamp(p / 1000), o, l, ${tx.sql.unsafe(changeValues)}
    from unnest(
      ${of(({ key }) => key)}::uuid[], ${of(({ line }) => line.sellerId)}::int[], ${of(({ event }) => event.currency)}::bpchar[],
      ${of(({ event }) => event.gross)}::bigint[], ${of(({ event }) => event.fees.commission)}::bigint[],
      ${of(({ event }) => event.fees.escrow)}::bigint[], ${of(({ event }) => event.fees.affiliate)}::bigint[],
      ${of(({ event }) => event.net)}::bigint[], ${of(({ event }) => event.occurredAt)}::float8[],
      ${of(({ event }) => event.orderId)}::text[], ${of(({ event }) => event.lineId)}::text[],
      ${changeArrays(
        tx,
        rows.map(({ key }) => changed.get(key) as LineChange),
      )}
    ) as u (k, s, c, g, f1, f2, f3, n, p, o, l, ${tx.sql.unsafe(changeNames)})`
}

/** Lines that were there before: an upsert whose other columns come from the row itself. */
async function writeChanged(tx: Tx, changed: Writes['changed'], paid: Writes['paid']): Promise<void> {
  const rows = [...changed].filter(([key]) => !paid.has(key)).sort((a, b) => (a[0] < b[0] ? -1 : 1))
  if (rows.length === 0) return
  await tx.sql`
    insert into lines as l (key, seller_id, currency, gross, commission, escrow, affiliate, net, paid_at, order_id, line_id,
      ${tx.sql.unsafe(changeColumns)})
    select k, b.*, ${tx.sql.unsafe(changeValues)}
    from unnest(
      ${plainArray(rows.map(([key]) => key))}::uuid[], ${changeArrays(
        tx,
        rows.map(([, change]) => change),
      )}
    ) as u (k, ${tx.sql.unsafe(changeNames)})
    cross join lateral (
      select seller_id, currency, gross, commission, escrow, affiliate, net, paid_at, order_id, line_id from lines where key = k limit 1
    ) as b
    on conflict (key) do update set
      state = excluded.state, pending = excluded.pending, frozen = excluded.frozen, reserve = excluded.reserve,
      refunded = excluded.refunded, shipped_at = greatest(l.shipped_at, excluded.shipped_at),
      delivered_at = greatest(l.delivered_at, excluded.delivered_at), confirmed_at = greatest(l.confirmed_at, excluded.confirmed_at),
      released_at = coalesce(l.released_at, excluded.released_at), margin_until = coalesce(l.margin_until, excluded.margin_until),
      expected_at = case when newer(excluded.expected_as_of, l.expected_as_of) then excluded.expected_at else l.expected_at end,
      expected_as_of = greatest(l.expected_as_of, excluded.expected_as_of),
      hold_reason = case when newer(excluded.hold_as_of, l.hold_as_of) then excluded.hold_reason else l.hold_reason end,
      hold_until = case when newer(excluded.hold_as_of, l.hold_as_of) then excluded.hold_until else l.hold_until end,
      hold_as_of = greatest(l.hold_as_of, excluded.hold_as_of)`
}

async function writeRefunds(tx: Tx, refunds: Writes['refunds']): Promise<void> {
  if (refunds.length === 0) return
  await tx.sql`
    insert into refunds (line, refund_id, event, seller_id, amount)
    select * from unnest(
      ${plainArray(refunds.map((refund) => refund.line))}::uuid[], ${plainArray(refunds.map((refund) => refund.refundId))}::text[],
      ${plainArray(refunds.map((refund) => refund.event))}::uuid[], ${plainArray(refunds.map((refund) => refund.sellerId))}::int[],
      ${plainArray(refunds.map((refund) => refund.amount))}::bigint[])`
}

async function writeParked(tx: Tx, parked: Writes['parked']): Promise<void> {
  if (parked.size === 0) return
  const rows = [...parked.values()].sort((a, b) => (a.entry.key < b.entry.key ? -1 : 1))
  const of = (value: (entry: KeyedEvent) => number | string | null) => plainArray(rows.map(({ entry }) => value(entry)))
  await tx.sql`
    insert into parked (occurred_at, seller_id, type, key, hash, line, id, event)
    select to_timestamp(o / 1000), s, t, k, h, l, i, e::jsonb
    from unnest(
      ${of(({ event }) => event.occurredAt)}::float8[], ${plainArray(rows.map((row) => row.sellerId))}::int[],
      ${of(({ event }) => eventTypeCode[event.type])}::smallint[], ${of(({ key }) => key)}::uuid[], ${of(({ event }) => event.hash)}::uuid[],
      ${of(({ line }) => line)}::uuid[], ${of(({ event }) => event.id)}::text[], ${textArray(rows.map(({ entry }) => preserve(entry.event)))}::text[]
    ) as p (o, s, t, k, h, l, i, e)`
}

async function deleteParked(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await tx.sql`delete from parked where key = any (${plainArray(keys)}::uuid[])`
}

/** Sellers of whom something changed that moved no money: shipped, a hold renewed, another date. Of the others `ledger_post` tells. */
function quietSellers({ changed, sellers, postings }: Writes): number[] {
  const moved = new Set(postings.map(({ sellerId }) => sellerId))
  const touched = new Set([...[...changed.values()].map(({ line }) => line.sellerId), ...sellers.map(({ id }) => id)])
  return [...touched].filter((id) => !moved.has(id))
}

/** Lets their open pages know that they are of an older state; a notice is limited to 8,000 bytes. */
async function tell(tx: Tx, sellerIds: readonly number[]): Promise<void> {
  if (sellerIds.length === 0) return
  await tx.sql`
    with told as (update sellers set news = news + 1 where id = any (${plainArray(sellerIds)}::int[]) returning id)
    select pg_notify('books', string_agg(id::text, ',')) from (select id, row_number() over () / 600 as part from told) as p group by part`
}
