import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import * as make from '#db/test/events.ts'
import { manyMovements } from '#db/test/many-movements.ts'
import { memberScope } from '#db/test/scopes.ts'
import { newCause, postAsOwner } from '#db/test/withdrawals.ts'
import { sellerIdOf, setClock } from '#db/test/sellers.ts'
import { type Bucket, type MovementKind, movementKinds, movementRules } from '#server/ledger/index.ts'
import { postEvents, statusOf } from '#server/orders/index.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { sellerTx, type Tx } from '#server/platform/tx.ts'
import type { Route } from './criteria.ts'
import type { Entry } from './entry.ts'
import { listMovements } from './list-movements.ts'
import { readMovement } from './read-movement.ts'
import { EntryFilter, type EntryStatus, type Filter, type Place } from './schema.ts'
import * as entry from './statements.ts'
import * as store from './statements-search.ts'

const owner = ownerClient(2)
const currency = 'USD'
const all = EntryFilter.parse({})
let scope: MemberScope
/** Every row of the book with what else a filter may ask of it, newest first. */
let book: (Entry & { minor: bigint; day: string; eventId: string | null; status: EntryStatus })[]

/** Where each cause that is no event leaves its money, by the cause's key. */
const outcomes = new Map<string, EntryStatus>()

type Step = readonly [kind: MovementKind, amount: bigint, more?: { currency?: string; from?: Bucket; to?: Bucket }]

/** Posts all of one cause, and notes where it leaves its money. */
async function post(sellerId: number, status: EntryStatus, steps: readonly Step[]) {
  const of = { sellerId, occurredAt: Date.UTC(2026, 9, 29), line: null, cause: newCause() }
  outcomes.set(of.cause, status)
  await postAsOwner(
    steps.map(([kind, amount, more]) => {
      const [from, to] = movementKinds[kind].routes[0]
      return { ...of, currency, kind, from, to, amount, ...more }
    }),
  )
}

/** What people, banks and staff do, by the hour; all that is available and 1.00 more is taken last, of which 0.40 come back. */
const acts: Readonly<Record<number, readonly [EntryStatus, readonly Step[]]>> = {
  3: ['settled', [['conversion_out', 210n], ['conversion_fee', 5n], ['conversion_in', 1_500n, { currency: 'CNY' }]]],
  4: ['settled', [['withdrawal_requested', 400n], ['withdrawal_fee', 15n], ['withdrawal_paid', 385n]]],
  5: ['reversed', [['withdrawal_requested', 220n], ['withdrawal_paid', 220n], ['withdrawal_returned', 220n], ['return_charge', 20n]]],
  7: ['settled', [['adjustment_credit', 100n]]],
  8: ['settled', [['conversion_out', 300n, { currency: 'CNY' }], ['conversion_in', 42n]]],
  9: ['settled', [['case_frozen', 200n], ['case_unfrozen', 200n]]],
  10: ['waiting', [['withdrawal_requested', 400n]]],
  11: ['waiting', [['case_frozen', 500n], ['case_unfrozen', 300n], ['case_seized', 100n]]],
  12: ['reversed', [['withdrawal_requested', 500n], ['withdrawal_cancelled', 500n]]],
} // prettier-ignore

/** What bears one name: an order and its only line, another order's line, an event of either. */
const namesakes = (at: number) => [
  make.paid(600n, { order: 'same', line: 'same', at }),
  make.released({ order: 'same', line: 'same', id: 'same', at }),
  make.paid(700n, { order: 'other', line: 'same', at }),
  make.released({ order: 'other', line: 'same', at }),
]

/** Orders of five days, at hours on either side of midnight in Shanghai, with all that can happen to them. */
async function history(marketplace: number) {
  await setClock('2026-10-29T01:00:00Z')
  await postEvents(marketplace, [make.upserted({ at: Date.UTC(2026, 9, 28) })])
  for (let hour = 0; hour < 15; hour++) {
    const at = Date.UTC(2026, 9, 29, 2) + hour * 8 * 3_600_000
    await setClock(new Date(at).toISOString())
    const line = (n: number) => ({ order: `order-${hour}`, line: `line-${hour}-${n}`, at })
    await postEvents(marketplace, [
      make.paid(BigInt(1_000 + hour * 137), { ...line(1), id: `paid-${hour}` }),
      make.paid(5_000n, line(2)),
      ...(hour % 2 === 0 ? [make.released({ ...line(1), margin: BigInt(hour) })] : [make.held(line(1))]),
      ...(hour % 4 === 0 ? [make.marginReleased(line(1)), make.refunded(300n, { ...line(1), id: `refund-${hour}` })] : []),
      ...(hour % 3 === 1 ? [make.refunded(5_000n, line(2))] : []),
      ...(hour % 4 === 3 ? [make.unheld({ ...line(1), at: at + 1 }), make.cancelled(line(2))] : []),
    ])
    if (hour === 6) await postEvents(marketplace, namesakes(at))
    const act = acts[hour]
    if (act) await post(await sellerIdOf(marketplace), ...act)
  }
  const sellerId = await sellerIdOf(marketplace)
  const [{ available }] = await owner<[{ available: bigint }]>`
    select available from books where seller_id = ${sellerId} and currency = ${currency}`
  await post(sellerId, 'settled', [
    ['adjustment_debit', available],
    ['adjustment_debit', 100n, { from: 'debt' }],
  ])
  await post(sellerId, 'settled', [['adjustment_credit', 40n, { to: 'debt' }]])
}

beforeAll(async () => {
  // A table of a hundred events that Postgres has counted meanwhile is quicker read whole, and that is looked for below.
  await owner`alter table events set (autovacuum_enabled = off)`
  const marketplace = await make.newMarketplace()
  await history(marketplace)
  scope = memberScope(await sellerIdOf(marketplace), 'viewer', { marketplaceId: marketplace })
  const page = await listMovements(scope, { currency, filter: all, place: null, limit: 200 })
  const facts = await owner<Fact[]>`
    select m.version, m.amount, m.cause::text, (m.booked_at at time zone 'Asia/Shanghai')::date::text as day, e.id as event,
      l.state, l.net, l.refunded, l.pending + l.frozen + l.reserve as waits
    from movements m left join events e on e.key = m.cause left join lines l on l.key = m.line
    where m.seller_id = ${scope.sellerId} and m.currency = ${currency} order by version desc`
  book = page.entries.map((entry, at) => {
    const fact = facts[at]
    if (fact?.version !== entry.version) throw new Error('the rows of the book are not its movements')
    return { ...entry, minor: fact.amount, day: fact.day, eventId: fact.event, status: statusIn(fact) }
  })
})
afterAll(() => owner.end())

type Fact = { version: number; amount: bigint; cause: string; day: string; event: string | null } & (
  | { state: number; net: bigint; refunded: bigint; waits: bigint }
  | { state: null }
)

/** Where a row's line stands by the contract's own word, or its cause by what was posted. */
function statusIn(fact: Fact): EntryStatus {
  const outcome = outcomes.get(fact.cause.replaceAll('-', ''))
  if (outcome) return outcome
  if (fact.state === null) throw new Error(`movement ${fact.version} is of no line`)
  const status = statusOf(fact)
  if (status === 'cancelled' || status === 'refunded') return 'reversed'
  return fact.waits > 0n ? 'waiting' : 'settled'
}

/** What a filter means, row by row. */
function holds(row: (typeof book)[number], f: Filter): boolean {
  const cents = (text: string) => BigInt(text.replace('.', ''))
  const { period } = f
  if (typeof period === 'string') throw new Error('presets have a test of their own')
  return (
    (f.kinds.length === 0 || f.kinds.includes(row.kind)) &&
    (f.bucket === null || row.from === f.bucket || row.to === f.bucket) &&
    (f.status === null || row.status === f.status) &&
    (!period?.from || row.day >= period.from) &&
    (!period?.to || row.day <= period.to) &&
    (f.least === null || row.minor >= cents(f.least)) &&
    (f.most === null || row.minor <= cents(f.most)) &&
    (f.reference === null || [row.order?.orderId, row.order?.lineId, row.eventId].includes(f.reference))
  )
}

const days = ['2026-10-28', '2026-10-29', '2026-10-30', '2026-10-31', '2026-11-01', '2026-11-02', '2026-11-04']
const references = ['order-4', 'order-7', 'line-3-2', 'line-8-1', 'paid-4', 'refund-8', 'same', 'nothing']
const orNull = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: null })
const filters = fc.record({
  kinds: fc.subarray(Object.keys(movementKinds) as MovementKind[]).chain((some) => fc.constantFrom(some, [])),
  bucket: orNull(['available', 'processing', 'pending', 'reserve', 'frozen', 'debt'] as const),
  status: orNull(['waiting', 'settled', 'reversed'] as const),
  period: fc.option(fc.record({ from: orNull(days), to: orNull(days) }), { nil: null }),
  least: orNull(['0.01', '3.00', '14.11', '50.00']),
  most: orNull(['0.04', '3.00', '20.00', '60.00']),
  reference: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: orNull(references) }),
})

const versions = (rows: readonly { version: number }[]) => rows.map(({ version }) => version)

test('the book has rows of every kind but a debt that releases repaid, over six days, to choose from; a page names them', async () => {
  const seen = new Set(book.map(({ kind }) => kind))
  expect(movementRules.flatMap(({ kind }) => (seen.has(kind) ? [] : kind))).toEqual(['debt_repaid'])
  const { kinds } = await listMovements(scope, { currency, filter: { ...all, kinds: ['refund'] }, place: null, limit: 1 })
  expect(kinds).toEqual(movementRules.flatMap(({ kind }) => (seen.has(kind) ? kind : [])))
  expect(new Set(book.map(({ day }) => day)).size).toBe(6)
  const ofStatus = (status: EntryStatus) => book.filter((row) => row.status === status).length
  expect([ofStatus('waiting') > 10, ofStatus('settled') > 10, ofStatus('reversed') > 10]).toEqual([true, true, true])
})

/** Goes on from place to place until there is none. */
async function walk(from: Place, ask: (place: Place) => Promise<Place>): Promise<void> {
  let place = await ask(from)
  for (let steps = 0; place !== null; steps++) {
    if (steps > 100) throw new Error('it goes on for ever')
    place = await ask(place)
  }
}

// Where no index leads, seven rows are looked at: in a book of seventy a page meets the end of what it may look at again and again.
const reaches = fc.constantFrom(7, store.farthest)

test('whatever is asked for, the pages hold the rows that a look at each finds, there and back', async () => {
  await fc.assert(
    fc.asyncProperty(filters, fc.integer({ min: 1, max: 9 }), reaches, async (filter, limit, reach) => {
      const expected = versions(book.filter((row) => holds(row, filter)))
      const pageAt = (place: Place) => listMovements(scope, { currency, filter, place, limit }, reach)
      const down: number[] = []
      await walk(null, async (place) => {
        const { entries, older, reachedAt } = await pageAt(place)
        down.push(...versions(entries))
        expect(reachedAt === null ? older === null || entries.length === limit : older !== null).toBe(true)
        return older === null ? null : { before: older }
      })
      expect(down).toEqual(expected)
      const up: number[] = []
      await walk({ after: 1 }, async (place) => {
        const { entries, newer, reachedAt } = await pageAt(place)
        up.unshift(...versions(entries))
        expect(reachedAt === null ? newer === null || entries.length === limit : newer !== null).toBe(true)
        return newer === null ? null : { after: newer }
      })
      expect(up).toEqual(expected.filter((version) => version > 1))
    }),
    { numRuns: 150, examples: [[{ ...all, period: null, reference: 'same' }, 3, 7]] },
  )
})

test.each(['waiting', 'settled', 'reversed'] as const)(
  'a row’s own page says that it is %s, and leads to the next such row on either side',
  async (status) => {
    const expected = versions(book.filter((row) => row.status === status))
    for (const [at, version] of expected.entries()) {
      const detail = await readMovement(scope, currency, version, { ...all, status })
      expect(detail.status).toBe(status)
      expect([detail.newer, detail.older]).toEqual([expected[at - 1] ?? null, expected[at + 1] ?? null])
      expect(detail.rest).toEqual({ newer: null, older: null })
    }
  },
)

test('where the next such row is further away than is looked, a row’s page says from where the list finds it', async () => {
  const filter = { ...all, kinds: [], least: '3.85', most: '4.00' }
  const expected = versions(book.filter((row) => holds(row, filter)))
  // The two withdrawals, with more than two rows between and around them.
  for (const [at, version] of expected.entries()) {
    const near = await readMovement(scope, currency, version, filter, 2)
    const far = [expected[at - 1] ?? null, expected[at + 1] ?? null]
    const within = (other: number | null) => (other !== null && Math.abs(other - version) <= 2 ? other : null)
    expect([near.newer, near.older]).toEqual(far.map(within))
    for (const side of ['newer', 'older'] as const) {
      const rest = near.rest[side]
      if (rest === null) continue
      const place = side === 'newer' ? { after: rest } : { before: rest }
      const next = versions((await listMovements(scope, { currency, filter, place, limit: 1 })).entries)
      expect(next).toEqual([far[side === 'newer' ? 0 : 1]].filter((other) => other !== null))
    }
  }
  const rests = await Promise.all(expected.map((version) => readMovement(scope, currency, version, filter, 2)))
  expect(rests.filter(({ rest }) => rest.newer !== null).length).toBeGreaterThan(1)
  expect(rests.filter(({ rest }) => rest.older !== null).length).toBeGreaterThan(1)
})

test.each([
  ['today', '2026-11-03', '2026-11-03', '2026-11-03'],
  ['7d', '2026-11-03', '2026-10-28', '2026-11-03'],
  ['this-month', '2026-11-03', '2026-11-01', '2026-11-03'],
  ['last-month', '2026-11-03', '2026-10-01', '2026-10-31'],
  ['last-month', '2026-03-01', '2026-02-01', '2026-02-28'],
] as const)('%s, asked on %s in Shanghai, goes from %s to %s', async (period, asked, from, to) => {
  await setClock(`${asked}T00:30:00+08:00`)
  const page = await listMovements(scope, { currency, filter: { ...all, period }, place: null, limit: 100 })
  expect([page.from, page.to]).toEqual([from, to])
  expect(versions(page.entries)).toEqual(versions(book.filter((row) => holds(row, { ...all, period: { from, to } }))))
})

describe('in a book of 200,000 rows', () => {
  const count = 200_000
  let large: MemberScope

  beforeAll(async () => {
    const marketplace = await make.newMarketplace()
    await postEvents(marketplace, [make.upserted({ seller: 'large' })])
    large = memberScope(await sellerIdOf(marketplace), 'viewer', { marketplaceId: marketplace })
    await manyMovements(owner, { sellerId: large.sellerId, currency, count, days: 360, until: Date.UTC(2026, 10, 3) })
  }, 120_000)

  /** What Postgres itself counts in this connection: readings of a whole table, and rows fetched by an index. */
  async function fetchedOf(tx: Tx): Promise<{ whole: number; fetched: number }> {
    const [row] = await tx.sql<[{ whole: number; fetched: number }]>`
      select sum(seq_scan)::int as whole, sum(idx_tup_fetch)::int as fetched from pg_stat_xact_user_tables
      where relname in ('movements', 'lines', 'events')`
    return row
  }

  /** How a reading came by its rows. */
  async function cost(search: Partial<store.Search>): Promise<{ whole: number; fetched: number; rows: number }> {
    return sellerTx(large, async (tx) => {
      await tx.sql.unsafe(`set local enable_bitmapscan = ${store.noBitmap.enable_bitmapscan}`)
      const every = { currency, period: null, routes: null, least: null, most: null, status: null, lines: null, place: null, limit: 26 }
      const asked: store.Search = { ...every, ...search }
      const before = await fetchedOf(tx)
      const [, rows] = await Promise.all([store.rangeOf(tx, large, asked), store.entries(tx, large, asked)])
      const after = await fetchedOf(tx)
      return { whole: after.whole - before.whole, fetched: after.fetched - before.fetched, rows: rows.length }
    })
  }

  const period = { from: '2026-03-01', to: '2026-03-31' }
  test.each([
    ['the newest page', {}, 26, 200],
    ['a page in the middle', { place: { before: 100_000 } }, 26, 200],
    ['a page upwards', { place: { after: 100_000 } }, 26, 200],
    ['a month', { period }, 26, 300],
    ['one type in fifty', { routes: [{ kind: 5, from: 2, to: 4 }] }, 26, 200],
    ['one type in five thousand', { routes: [{ kind: 10, from: 1, to: 5 }] }, 26, 200],
    ['a type that never came', { routes: [{ kind: 12, from: 5, to: 9 }] }, 0, 100],
    ['releases below the middle', { routes: [{ kind: 2, from: 2, to: 1 }], place: { before: 100_000 } }, 26, 200],
    [
      'five types of a month, upwards',
      {
        period,
        place: { after: 1 },
        routes: [[1, 7, 2], [2, 2, 1], [5, 2, 4], [7, 1, 7]].map(([kind, from, to]) => ({ kind, from, to }) as Route), // prettier-ignore
      },
      26,
      600,
    ],
    ['a status that every row has', { status: 'settled' }, 26, 300],
    ['a status that no row has', { status: 'reversed' }, 0, 3 * store.farthest + 200],
    ['withdrawals that are under way', { status: 'waiting', routes: [{ kind: 10, from: 1, to: 5 }] }, 4, 300],
    ['an amount that is there once in half a million', { least: 7n, most: 7n }, 0, 2 * store.farthest + 200],
  ] as [string, Partial<store.Search>, number, number][])('%s is found by an index', async (_what, search, rows, most) => {
    const found = await cost(search)
    expect(found.whole).toBe(0)
    expect(found.rows).toBe(rows)
    expect(found.fetched).toBeLessThan(most)
  })

  test('so are its types, of which it has five', async () => {
    await sellerTx(large, async (tx) => {
      const before = await fetchedOf(tx)
      const kinds = await store.kindsIn(tx, large, currency)
      const after = await fetchedOf(tx)
      expect(after.whole - before.whole).toBe(0)
      expect(after.fetched - before.fetched).toBeLessThan(30)
      expect(kinds).toEqual([1, 2, 5, 7, 10])
    })
  })

  test('so is a line’s forty rows', async () => {
    const [line] = await owner<[{ key: string }]>`select key::text from lines where order_id = 'many-2500'`
    const found = await cost({ lines: [{ line: line.key, event: null }] })
    expect([found.whole, found.rows]).toEqual([0, 26])
    expect(found.fetched).toBeLessThan(200)
  })

  test('so is an entry with its order', async () => {
    const [first] = await owner<[{ version: number }]>`
      select min(version) as version from movements where seller_id = ${large.sellerId} and line is not null`
    const order = await sellerTx(large, (tx) => entry.orderOf(tx, large, currency, first.version))
    const found = await sellerTx(large, async (tx) => {
      const before = await fetchedOf(tx)
      const [rows] = await Promise.all([
        entry.related(tx, large, currency, order ?? ''),
        entry.sale(tx, large, currency, order ?? ''),
        entry.timeline(tx, large, currency, first.version),
      ])
      const after = await fetchedOf(tx)
      return { whole: after.whole - before.whole, fetched: after.fetched - before.fetched, rows: rows.length }
    })
    expect([found.whole, found.rows]).toEqual([0, 39])
    expect(found.fetched).toBeLessThan(100)
  })

  test('and without the index of types a rare one reads the book: the figures above can fail', async () => {
    await owner`drop index movements_route`
    const found = await cost({ routes: [{ kind: 12, from: 5, to: 9 }] })
    await owner`create index movements_route on movements (seller_id, currency, kind, from_bucket, to_bucket, block)`
    expect(found.whole > 0 || found.fetched > count / 2).toBe(true)
  })
})
