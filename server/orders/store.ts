import { emptyBook } from '#server/ledger/index.ts'
import { plainArray } from '#server/platform/pg-array.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { EventProblem } from './errors.ts'
import type { Facts, KeyedEvent, SellerFacts } from './fold.ts'
import type { Line } from './line.ts'
import { revive } from './parked.ts'

// Every statement takes arrays and stays one statement whatever their length. Lookups are laterals with a limit (or `offset 0`,
// which also keeps them from being turned into a join) and changes are upserts: a plan made while a table was empty still
// goes by the index when it holds millions.

/**
 * Locks sellers in the order of their names, makes a row for those not heard of yet, and loads them.
 * @param names the marketplace's seller ids, sorted
 */
export async function lockSellers(tx: Tx, marketplaceId: number, names: readonly string[]): Promise<Map<string, SellerFacts>> {
  const found = await lockKnown(tx, marketplaceId, names)
  const missing = names.filter((name) => !found.has(name))
  if (missing.length > 0) {
    await tx.sql`
      insert into sellers (marketplace_id, external_id) select ${marketplaceId}, name from unnest(${plainArray(missing)}::text[]) as k (name)
      on conflict do nothing`
    for (const [name, seller] of await lockKnown(tx, marketplaceId, missing)) found.set(name, seller)
  }
  return found
}

async function lockKnown(tx: Tx, marketplaceId: number, names: readonly string[]): Promise<Map<string, SellerFacts>> {
  const rows = await tx.sql<{ name: string; id: number; upserted: number | null; closed: number | null }[]>`
    select k.name, s.* from unnest(${plainArray(names)}::text[]) as k (name)
    cross join lateral (
      select id, (extract(epoch from upserted_at) * 1000)::float8 as upserted, (extract(epoch from closed_as_of) * 1000)::float8 as closed
      from sellers where marketplace_id = ${marketplaceId} and external_id = k.name limit 1 for no key update
    ) as s`
  return new Map(rows.map((row) => [row.name, { id: row.id, upsertedAt: row.upserted, closedAsOf: row.closed }]))
}

type LineRow = Line & { n: number; currency: string }
type ParkedRow = { key: string; line: string | null; event: unknown }

/** Loads what judging a batch depends on; its sellers are locked. The statements travel together. */
export async function load(tx: Tx, entries: readonly KeyedEvent[], sellers: Map<string, SellerFacts>): Promise<Facts> {
  const keys = [...new Set(entries.map((entry) => entry.key))]
  const lineKeys = [...new Set(entries.flatMap((entry) => entry.line ?? []))]
  const sellerIds = [...sellers.values()].map((seller) => seller.id)
  const strangers = [...sellers.values()].filter((seller) => seller.upsertedAt === null).map((seller) => seller.id)
  const [clock, judged, parked, lines, books, refunds] = await Promise.all([
    tx.sql<[{ now: number }]>`select (extract(epoch from portal_now()) * 1000)::float8 as now`,
    tx.sql<{ n: number; hash: string; problem: EventProblem | null }[]>`
      select k.n::int, e.hash, e.problem from unnest(${plainArray(keys)}::uuid[]) with ordinality as k (key, n)
      cross join lateral (select hash, problem from events where key = k.key limit 1) as e`,
    parkedOf(tx, keys, lineKeys, strangers),
    linesOf(tx, lineKeys),
    tx.sql<{ sellerId: number; currency: string; available: bigint; debt: bigint }[]>`
      select b.* from unnest(${plainArray(sellerIds)}::int[]) as k (id)
      cross join lateral (select seller_id as "sellerId", currency, available, debt from books where seller_id = k.id offset 0) as b`,
    refundsOf(tx, lineKeys),
  ])
  const facts: Facts = {
    now: clock[0].now,
    sellers,
    lines,
    books: new Map(books.map((b) => [`${b.sellerId} ${b.currency}`, { ...emptyBook(b.currency), available: b.available, debt: b.debt }])),
    judged: new Map(judged.map((row) => [keys[row.n - 1] as string, { hash: hex(row.hash), problem: row.problem }])),
    parked: new Map(parked.map((row) => [hex(row.key), { key: hex(row.key), line: row.line && hex(row.line), event: revive(row.event) }])),
    refunds,
  }
  await loadForParked(tx, facts, new Set(lineKeys))
  return facts
}

/** The parked events of a seller may name lines that the batch does not. */
async function loadForParked(tx: Tx, facts: Facts, loaded: ReadonlySet<string>): Promise<void> {
  const more = [...new Set([...facts.parked.values()].flatMap((entry) => entry.line ?? []))].filter((line) => !loaded.has(line))
  if (more.length === 0) return
  const [lines, refunds] = await Promise.all([linesOf(tx, more), refundsOf(tx, more)])
  for (const [key, line] of lines) facts.lines.set(key, line)
  for (const refund of refunds) facts.refunds.add(refund)
}

async function linesOf(tx: Tx, keys: readonly string[]): Promise<Map<string, Line>> {
  const rows = await tx.sql<LineRow[]>`
    select k.n::int, l.* from unnest(${plainArray(keys)}::uuid[]) with ordinality as k (key, n)
    cross join lateral (
      select seller_id as "sellerId", currency, net, pending, frozen, reserve, refunded, state from lines where key = k.key limit 1
    ) as l`
  return new Map(rows.map(({ n, ...line }) => [keys[n - 1] as string, line]))
}

async function refundsOf(tx: Tx, lines: readonly string[]): Promise<Set<string>> {
  const rows = await tx.sql<{ n: number; id: string }[]>`
    select k.n::int, r.refund_id as id from unnest(${plainArray(lines)}::uuid[]) with ordinality as k (line, n)
    cross join lateral (select refund_id from refunds where line = k.line offset 0) as r`
  return new Set(rows.map((row) => `${lines[row.n - 1]} ${row.id}`))
}

/** The parked events that the batch repeats, that its lines may free, or that its new sellers may. */
async function parkedOf(tx: Tx, keys: readonly string[], lines: readonly string[], strangers: readonly number[]): Promise<ParkedRow[]> {
  return tx.sql<ParkedRow[]>`
    select p.* from unnest(${plainArray(keys)}::uuid[]) as k (key)
    cross join lateral (select key, line, event from parked where key = k.key limit 1) as p
    union
    select p.* from unnest(${plainArray(lines)}::uuid[]) as k (line)
    cross join lateral (select key, line, event from parked where line = k.line offset 0) as p
    union
    select p.* from unnest(${plainArray(strangers)}::int[]) as k (seller)
    cross join lateral (select key, line, event from parked where seller_id = k.seller offset 0) as p`
}

/**
 * Parked events whose line or seller is there all the same, oldest first. There are none but where a line was paid by one seller
 * in the instant in which another seller's event on it was parked: the two hold different locks.
 */
export async function strandedEvents(tx: Tx, most: number): Promise<(KeyedEvent & { marketplaceId: number })[]> {
  const rows = await tx.sql<(ParkedRow & { marketplaceId: number })[]>`
    select p.key, p.line, p.event, s.marketplace_id as "marketplaceId"
    from parked as p join sellers as s on s.id = p.seller_id
    where s.upserted_at is not null and (p.line is null or exists (select from lines as l where l.key = p.line and l.seller_id <> p.seller_id))
    order by p.parked_at limit ${most}`
  return rows.map((row) => ({
    key: hex(row.key),
    line: row.line && hex(row.line),
    event: revive(row.event),
    marketplaceId: row.marketplaceId,
  }))
}

/** A uuid as the 32 hex digits of keys.ts. */
function hex(uuid: string): string {
  return uuid.replaceAll('-', '')
}
