import { plainArray, textArray } from '#server/platform/pg-array.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { MarketplaceEvent } from './event.ts'
import { eventTypeCode } from './event-code.ts'
import type { Writes } from './facts.ts'
import { defaultHold } from './hold.ts'
import { happened, holdReasonCode } from './line.ts'
import type { LineChange } from './line-change.ts'
import { newerSql } from './statements-newer.ts'
import * as parkedStore from './statements-parked.ts'
import { writeSums } from './statements-sums.ts'

/** Writes what the fold decided, after the movements were sent. Each statement takes arrays; all are sent without waiting for answers. */
export async function write(tx: Tx, marketplaceId: number, writes: Writes): Promise<void> {
  await Promise.all([
    writeSellers(tx, writes.sellers),
    writeEvents(tx, writes.events),
    writePaid(tx, writes.paid, writes.changed),
    writeChanged(tx, writes.changed, writes.paid),
    writeHolds(tx, writes.holds),
    writeRefunds(tx, writes.refunds),
    parkedStore.write(tx, writes),
    tell(tx, quietSellers(writes)),
    writeSums(tx, marketplaceId, writes),
  ])
}

async function writeSellers(tx: Tx, changes: Writes['sellers']): Promise<void> {
  if (changes.length === 0) return
  const upserts = changes.flatMap((change) => ('upsert' in change ? { ...change.upsert, id: change.id, by: change.upsert.id } : []))
  const closings = changes.flatMap((change) => ('closed' in change ? { id: change.id, closed: change.closed, ...change.stamp } : []))
  // The last of a batch wins: the fold lets only newer ones through.
  const newest = <T extends { id: number }>(list: T[]) => [...new Map(list.map((change) => [change.id, change])).values()]
  await Promise.all([
    tx.sql`
      update sellers set name = n.name, region = n.region, email = n.email, locale = n.locale,
        announced_time_zone = n."timeZone",
        time_zone = case when time_zone_chosen then time_zone else coalesce(n."timeZone", 'Asia/Shanghai') end,
        upserted_at = to_timestamp(n."occurredAt" / 1000), upserted_by = n.by
      from jsonb_to_recordset(${tx.sql.json(newest(upserts))}) as n (
        id int, name text, region text, email text, locale text, "timeZone" text, "occurredAt" float8, by text)
      where sellers.id = n.id`,
    closings.length > 0 &&
      tx.sql`
      update sellers set closed = n.closed, closed_as_of = to_timestamp(n.at / 1000), closed_by = n.by
      from jsonb_to_recordset(${tx.sql.json(newest(closings))}) as n (id int, closed boolean, at float8, by text)
      where sellers.id = n.id`,
  ])
}

/** The texts of an event that have no column of their own, the name of its hold, and the id that it withdraws. */
function detailOf(event: MarketplaceEvent): string | null {
  const kept: Record<string, string> = {}
  for (const name of ['reason', 'note', 'carrier', 'tracking'] as const) {
    const text = (event as Partial<Record<typeof name, string | null>>)[name]
    if (text) kept[name] = text
  }
  if ('holdId' in event && event.holdId !== defaultHold) kept.hold_id = event.holdId
  if (event.type === 'event.withdrawn') kept.event_id = event.eventId
  return Object.keys(kept).length > 0 ? JSON.stringify(kept) : null
}

async function writeEvents(tx: Tx, events: Writes['events']): Promise<void> {
  if (events.length === 0) return
  // Sorted, so that two batches with the same ids wait for each other in one order and never deadlock.
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
    ${plain((c) => c.expectedAt)}::float8[], ${plain((c) => c.expectedBy?.at ?? null)}::float8[],
    ${plainArray(changes.map((c) => c.expectedBy?.by ?? null))}::text[],
    ${plain((c) => (c.hold?.reason ? holdReasonCode[c.hold.reason] : null))}::smallint[], ${plain((c) => c.hold?.until ?? null)}::float8[]`
}

const changeColumns = `state, pending, frozen, reserve, refunded, shipped_at, delivered_at, confirmed_at, released_at, margin_until,
  expected_at, expected_as_of, expected_by, hold_reason, hold_until`
const changeNames = 'st, pe, fr, re, rf, sh, de, co, rl, mu, ex, ea, eb, hr, hu'
const changeValues = `st, pe, fr, re, rf, ${'sh, de, co, rl, mu, ex, ea'
  .split(', ')
  .map((name) => `to_timestamp(${name} / 1000)`)
  .join(', ')}, eb, hr, to_timestamp(hu / 1000)`

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

const expectedIsNewer = newerSql(['to_timestamp(ea / 1000)', 'eb'], ['l.expected_as_of', 'l.expected_by'])

/**
 * Updates lines that existed before the batch. Each is found once by its key and then by its ctid, which can't change meanwhile, because the
 * batch has locked the line's seller. A held line shows a reason; where none is given no hold has changed, and it keeps its reason.
 */
async function writeChanged(tx: Tx, changed: Writes['changed'], paid: Writes['paid']): Promise<void> {
  const rows = [...changed].filter(([key]) => !paid.has(key)).sort((a, b) => (a[0] < b[0] ? -1 : 1))
  if (rows.length === 0) return
  const newest = tx.sql.unsafe(expectedIsNewer)
  const written = await tx.sql`
    update lines as l set
      state = st, pending = pe, frozen = fr, reserve = re, refunded = rf, shipped_at = greatest(l.shipped_at, to_timestamp(sh / 1000)),
      delivered_at = greatest(l.delivered_at, to_timestamp(de / 1000)), confirmed_at = greatest(l.confirmed_at, to_timestamp(co / 1000)),
      released_at = coalesce(l.released_at, to_timestamp(rl / 1000)), margin_until = coalesce(l.margin_until, to_timestamp(mu / 1000)),
      expected_at = case when ${newest} then to_timestamp(ex / 1000) else l.expected_at end,
      expected_as_of = case when ${newest} then to_timestamp(ea / 1000) else l.expected_as_of end,
      expected_by = case when ${newest} then eb else l.expected_by end,
      hold_reason = case when st & ${happened.held}::int > 0 then coalesce(hr, l.hold_reason) end,
      hold_until = case when st & ${happened.held}::int > 0 then case when hr is null then l.hold_until else to_timestamp(hu / 1000) end end
    from unnest(
      ${plainArray(rows.map(([key]) => key))}::uuid[], ${changeArrays(
        tx,
        rows.map(([, change]) => change),
      )}
    ) as u (k, ${tx.sql.unsafe(changeNames)})
    cross join lateral (select ctid as at from lines where key = k limit 1) as found
    where l.ctid = found.at`
  if (written.count !== rows.length) throw new Error('a line that was loaded was not written')
}

async function writeHolds(tx: Tx, holds: Writes['holds']): Promise<void> {
  if (holds.size === 0) return
  const rows = [...holds.values()]
  const of = (value: (row: (typeof rows)[number]) => number | string | null) => plainArray(rows.map((row) => value(row)))
  await tx.sql`
    insert into holds (line, hold_id, seller_id, as_of, said_by, open, reason, until)
    select k, h, s, to_timestamp(a / 1000), b, o, r, to_timestamp(u / 1000)
    from unnest(
      ${of(({ line }) => line)}::uuid[], ${of(({ holdId }) => holdId)}::text[], ${of(({ sellerId }) => sellerId)}::int[],
      ${of(({ hold }) => hold.at)}::float8[], ${of(({ hold }) => hold.by)}::text[], ${of(({ hold }) => (hold.open ? 't' : 'f'))}::boolean[],
      ${of(({ hold }) => (hold.reason ? holdReasonCode[hold.reason] : null))}::smallint[], ${of(({ hold }) => hold.until)}::float8[]
    ) as n (k, h, s, a, b, o, r, u)
    on conflict (line, hold_id) do update set
      as_of = excluded.as_of, said_by = excluded.said_by, open = excluded.open, reason = excluded.reason, until = excluded.until`
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

/** Sellers with a change that moved no money: shipped, a hold renewed, another date. `ledger_post` notifies of the others. */
function quietSellers({ changed, sellers, postings }: Writes): number[] {
  const moved = new Set(postings.map(({ sellerId }) => sellerId))
  const touched = new Set([...[...changed.values()].map(({ line }) => line.sellerId), ...sellers.map(({ id }) => id)])
  return [...touched].filter((id) => !moved.has(id))
}

/** Notifies open pages of these sellers that newer data exists; a notification is limited to 8,000 bytes. */
async function tell(tx: Tx, sellerIds: readonly number[]): Promise<void> {
  if (sellerIds.length === 0) return
  await tx.sql`
    with told as (update sellers set news = news + 1 where id = any (${plainArray(sellerIds)}::int[]) returning id)
    select pg_notify('books', string_agg(id::text, ',')) from (select id, row_number() over () / 600 as part from told) as p group by part`
}
