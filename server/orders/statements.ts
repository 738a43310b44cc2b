import { booksOf } from '#server/ledger/index.ts'
import { plainArray } from '#server/platform/pg-array.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { EventProblem } from './errors.ts'
import type { EventType } from './event.ts'
import type { Facts, KeyedEvent, ParkedFacts, SellerFacts } from './facts.ts'
import type { Holds } from './hold.ts'
import { holdReasonOf, type Line } from './line.ts'
import type { Stamp } from './newer.ts'
import * as parkedStore from './statements-parked.ts'

// Every statement takes arrays, so that a batch of any size is one statement. Lookups are laterals with a limit (or `offset 0`, which also
// keeps the planner from turning them into a join) and changes are upserts: so a plan cached while a table was empty still uses the
// index when the table has millions of rows.

/**
 * Locks sellers in the order of the marketplace's ids, inserts those that are unknown, and loads them.
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

type SellerRow = {
  name: string
  id: number
  upserted: number | null
  upsertedBy: string | null
  closed: number | null
  closedBy: string | null
}

async function lockKnown(tx: Tx, marketplaceId: number, names: readonly string[]): Promise<Map<string, SellerFacts>> {
  const rows = await tx.sql<SellerRow[]>`
    select k.name, s.* from unnest(${plainArray(names)}::text[]) as k (name)
    cross join lateral (
      select id, (extract(epoch from upserted_at) * 1000)::float8 as upserted, upserted_by as "upsertedBy",
        (extract(epoch from closed_as_of) * 1000)::float8 as closed, closed_by as "closedBy"
      from sellers where marketplace_id = ${marketplaceId} and external_id = k.name limit 1 for no key update
    ) as s`
  return new Map(
    rows.map(({ name, id, upserted, upsertedBy, closed, closedBy }) => [
      name,
      { id, upserted: stampIn(upserted, upsertedBy), closed: stampIn(closed, closedBy) },
    ]),
  )
}

/** A stamp from its two columns. A null event id (from before ids were kept) is the least of its instant. */
function stampIn(at: number | null, by: string | null): Stamp | null {
  return at === null ? null : { at, by: by ?? '' }
}

/**
 * Loads the facts of a batch; its sellers are locked. The statements are pipelined.
 * @param due parked events to decide again
 * @param mostWoken how many of the parked events that the batch may wake are loaded at most, the oldest first
 * @returns the facts, and whether more parked events are left
 */
export async function load(
  tx: Tx,
  entries: readonly KeyedEvent[],
  sellers: Map<string, SellerFacts>,
  { due, mostWoken }: { due: readonly ParkedFacts[]; mostWoken: number },
): Promise<{ facts: Facts; more: boolean }> {
  const keys = [...new Set(entries.flatMap(({ key, target }) => (target === null ? key : [key, target])))]
  const all = [...entries, ...due.map(({ entry }) => entry)]
  const first = needsOf(all)
  const [clock, known, awaited, ofLines, books] = await Promise.all([
    tx.sql<[{ now: number }]>`select (extract(epoch from portal_now()) * 1000)::float8 as now`,
    knownOf(tx, keys),
    parkedStore.awaiting(tx, all, sellers, mostWoken),
    loadLines(tx, first),
    booksOf(
      tx,
      [...sellers.values()].map((seller) => seller.id),
    ),
  ])
  const parked = [...known.parked, ...awaited.found, ...due]
  const facts: Facts = {
    now: clock[0].now,
    sellers,
    ...ofLines,
    books: new Map(books.map(({ sellerId, ...book }) => [`${sellerId} ${book.currency}`, book])),
    judged: known.judged,
    parked: new Map(parked.map((one) => [one.entry.key, one])),
  }
  // The parked events of a new seller name lines that the batch does not.
  const rest = await loadLines(
    tx,
    needsOf(
      parked.map(({ entry }) => entry),
      first,
    ),
  )
  for (const [key, line] of rest.lines) facts.lines.set(key, line)
  for (const [key, holds] of rest.holds) facts.holds.set(key, holds)
  for (const refund of rest.refunds) facts.refunds.add(refund)
  return { facts, more: awaited.more }
}

type KnownRow = { key: string; hash: string | null; problem: EventProblem | null; parked: string | null } & parkedStore.ParkedRow

/** The known events of these keys, decided or parked. Most are new. */
async function knownOf(tx: Tx, keys: readonly string[]): Promise<{ judged: Facts['judged']; parked: ParkedFacts[] }> {
  const judged: Facts['judged'] = new Map()
  const parked: ParkedFacts[] = []
  if (keys.length === 0) return { judged, parked }
  const rows = await tx.sql<KnownRow[]>`
    select k.key, e.hash, e.problem, p.key as parked, p.line, p.cause, p.event from unnest(${plainArray(keys)}::uuid[]) as k (key)
    left join lateral (select hash, problem from events where key = k.key limit 1) as e on true
    left join lateral (select key, line, waits_for as cause, event from parked where key = k.key limit 1) as p on true
    where e.hash is not null or p.key is not null`
  for (const row of rows) {
    if (row.hash !== null) judged.set(parkedStore.hex(row.key), { hash: parkedStore.hex(row.hash), problem: row.problem })
    if (row.parked !== null) parked.push(parkedStore.parkedOf(row))
  }
  return { judged, parked }
}

/** Keys of the lines whose row, holds or refunds a decision needs. */
type Needs = Readonly<Record<'lines' | 'holds' | 'refunds', ReadonlySet<string>>>

/** The lines that these events need, without those already loaded. */
function needsOf(entries: readonly KeyedEvent[], loaded?: Needs): Needs {
  const of = (part: keyof Needs, isMeant: (type: EventType) => boolean) =>
    new Set(entries.flatMap(({ line, event }) => (line !== null && isMeant(event.type) && !loaded?.[part].has(line) ? line : [])))
  return {
    lines: of('lines', () => true),
    holds: of('holds', (type) => type === 'order.held' || type === 'order.unheld'),
    refunds: of('refunds', (type) => type === 'order.refunded'),
  }
}

async function loadLines(tx: Tx, { lines, holds, refunds }: Needs): Promise<Pick<Facts, 'lines' | 'holds' | 'refunds'>> {
  const [ofLines, ofHolds, ofRefunds] = await Promise.all([linesOf(tx, [...lines]), holdsOf(tx, [...holds]), refundsOf(tx, [...refunds])])
  return { lines: ofLines, holds: ofHolds, refunds: ofRefunds }
}

type LineRow = Line & { n: number; currency: string }

async function linesOf(tx: Tx, keys: readonly string[]): Promise<Map<string, Line>> {
  if (keys.length === 0) return new Map()
  const rows = await tx.sql<LineRow[]>`
    select k.n::int, l.* from unnest(${plainArray(keys)}::uuid[]) with ordinality as k (key, n)
    cross join lateral (
      select seller_id as "sellerId", currency, net, pending, frozen, reserve, refunded, state from lines where key = k.key limit 1
    ) as l`
  return new Map(rows.map(({ n, ...line }) => [keys[n - 1] as string, line]))
}

type HoldRow = { n: number; id: string; at: number; by: string; open: boolean; reason: number | null; until: number | null }

async function holdsOf(tx: Tx, lines: readonly string[]): Promise<Map<string, Holds>> {
  const holds = new Map<string, Holds>()
  if (lines.length === 0) return holds
  const rows = await tx.sql<HoldRow[]>`
    select k.n::int, h.* from unnest(${plainArray(lines)}::uuid[]) with ordinality as k (line, n)
    cross join lateral (
      select hold_id as id, (extract(epoch from as_of) * 1000)::float8 as at, said_by as by, open, reason,
        (extract(epoch from until) * 1000)::float8 as until
      from holds where line = k.line offset 0
    ) as h`
  for (const { n, id, reason, ...hold } of rows) {
    const line = lines[n - 1] as string
    holds.set(line, (holds.get(line) ?? new Map()).set(id, { ...hold, reason: holdReasonOf(reason) }))
  }
  return holds
}

async function refundsOf(tx: Tx, lines: readonly string[]): Promise<Set<string>> {
  if (lines.length === 0) return new Set()
  const rows = await tx.sql<{ n: number; id: string }[]>`
    select k.n::int, r.refund_id as id from unnest(${plainArray(lines)}::uuid[]) with ordinality as k (line, n)
    cross join lateral (select refund_id from refunds where line = k.line offset 0) as r`
  return new Set(rows.map((row) => `${lines[row.n - 1]} ${row.id}`))
}
