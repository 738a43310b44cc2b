import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as make from '#db/test/events.ts'
import { emptyTables, fillTables } from '#db/test/large-tables.ts'
import { closePeople, join, makeUser, owner, signedIn } from '#db/test/people.ts'
import { readingsOf } from '#db/test/readings.ts'
import { postEvents } from '#server/orders/index.ts'
import { shows } from '#server/releases/schema.ts'
import { answerTrpc } from './answer.ts'
import { appRouter } from './router.ts'

// No page's query is without an index. Each procedure that a page reads by is asked where every table that grows has many rows, by
// a seller with 200,000 movements and as many orders and by one with a handful; what was read is what Postgres itself counted.

/** A store that asks, and what it has to ask about. */
type Store = { cookie: string; order: string; line: string; key: string; request: string; proof: string; versions: number[] }
type Row = { inputs?: (store: Store) => unknown[]; most?: number }

const currency = 'USD'
const filtered = (filter: object, place: object | null = null) => ({ currency, filter, place })
const period = { from: '2026-03-01', to: '2026-03-31' }

/** A page, what it needs to know, and the few hundred orders that are still open. */
const usual = 700

/** What is asked of each, and how many rows and entries of indexes an answer may cost, where it isn't as usual. */
const rows: Record<string, Row> = {
  // But amounts and statuses, which look at a window of bounded size and have their own test (server/activity/search.db.test.ts).
  'activity.list': {
    inputs: ({ order, line }) => [
      filtered({}),
      filtered({}, { before: 100_000 }),
      filtered({}, { after: 100_000 }),
      filtered({ period }),
      filtered({ kinds: ['hold'] }),
      filtered({ kinds: ['withdrawal_requested'] }),
      filtered({ kinds: ['withdrawal_fee'] }),
      filtered({ kinds: ['release'] }, { before: 100_000 }),
      filtered({ kinds: ['payment', 'release', 'hold', 'refund'], period }, { after: 1 }),
      filtered({ bucket: 'frozen' }),
      ...[order, line, 'history-4711', 'many-2500'].map((reference) => filtered({ reference })),
    ],
  },
  'activity.movement': { inputs: ({ versions }) => versions.map((version) => ({ currency, version })) },
  'activity.views': {},
  // Four readings of the movements of a day, of which there are 555.
  'activity.day': { inputs: () => [null, '2026-06-30'].map((date) => ({ currency, date })), most: 2_500 },
  'balances.now': {},
  'balances.overview': {},
  'balances.live': {},
  'forecast.calendar': { inputs: () => ['2026-12-01', 'past', 'undated', null].map((on) => ({ currency, on })) },
  // What was released in eight weeks, row by row: of the large seller 13,500.
  'forecast.summary': { most: 10_000 },
  'forecast.why': { inputs: () => [{ currency }] },
  'policies.figures': {},
  'people.factors': {},
  'people.me': {},
  'people.sessions': {},
  'people.team': {},
  'releases.list': {
    inputs: ({ key }) =>
      shows.flatMap((show) =>
        [null, { next: key }, { previous: key }].flatMap((place) =>
          [{}, { currency }, { due: 'week' }, ...(show === 'waiting' ? [{ reason: 'shipment' }] : [])].map((more) => ({
            show,
            place,
            ...more,
          })),
        ),
      ),
  },
  'releases.order': { inputs: ({ order }) => [order, 'nothing'].map((orderId) => ({ orderId })) },
  'requests.asking': { inputs: ({ order, line }) => [{ orderId: order, lineId: line }] },
  'requests.list': {
    inputs: ({ request }) => [null, { at: request }, { next: request }, { previous: request }].map((place) => ({ place })),
  },
  'requests.ofOrder': { inputs: ({ order }) => [{ orderId: order }] },
  'requests.proof': { inputs: ({ proof }) => [{ id: proof }] },
  'sandbox.clock': {},
  'sellers.consents': {},
  'sellers.opening': {},
}

type Kind = 'query' | 'mutation' | 'subscription'
// oxlint-disable-next-line no-underscore-dangle -- tRPC's own name for what it knows of a router
const reading = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: Kind } }>)
  .filter(([, { _def }]) => _def.type !== 'mutation')
  .map(([path]) => path)

const stores: Store[] = []

beforeAll(async () => {
  const marketplace = await make.newMarketplace()
  const names = ['large', 'small']
  await postEvents(
    marketplace,
    names.map((seller) => make.upserted({ seller })),
  )
  const sellers = await owner()<{ id: number }[]>`update sellers set opened_at = now() returning id`
  const people = await Promise.all(names.map(() => makeUser()))
  await fillTables(owner(), { sellerId: sellers[0]!.id, userId: people[0]!.id })
  await postEvents(
    marketplace,
    names.flatMap((name) => {
      const of = { seller: name, order: `${name}-1`, line: `${name}-1-1` }
      return [make.paid(1_000n, of), make.shipped(of), make.paid(500n, { ...of, order: `${name}-2` })]
    }),
  )
  for (const [at, name] of names.entries()) {
    await join(sellers[at]!.id, people[at]!)
    const { given } = await signedIn(people[at]!)
    const [facts] = await owner()<[Omit<Store, 'cookie'>]>`
      with line as (select * from lines where seller_id = ${sellers[at]!.id} and order_id = ${`${name}-1`}),
        request as (
          insert into release_requests (seller_id, line, asked_by, asked_name, note)
          select seller_id, key, ${people[at]!.id}, 'Mei', '' from line returning *),
        proof as (
          insert into release_proofs (seller_id, request, place, type, bytes) select seller_id, id, 0, 'application/pdf', 'x' from request
          returning id, request)
      select line.key::text, order_id as order, line_id as line, proof.id as proof, proof.request,
        (select array_agg(version) from (select min(version) as version from movements where seller_id = line.seller_id group by kind) as m) as versions
      from line, proof`
    stores.push({ ...facts, cookie: `session=${given.session}` })
  }
}, 240_000)
afterAll(closePeople)

/** Asks for a procedure once, over HTTP; of a live one the first state. */
async function ask(path: string, { cookie }: Store, input: unknown): Promise<void> {
  const json = JSON.stringify({ json: input ?? null, ...(input === undefined ? { meta: { values: ['undefined'] } } : {}) })
  const live = path === 'balances.live'
  const end = new AbortController()
  const headers = { cookie, ...(live ? { accept: 'text/event-stream' } : {}) }
  const response = await answerTrpc(
    new Request(`http://localhost:3000/api/trpc/${path}?input=${encodeURIComponent(json)}`, { headers, signal: end.signal }),
  )
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  const reader = response.body?.getReader()
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    if (live && new TextDecoder().decode(read.value).includes('"json"')) break
  }
  end.abort()
  await reader?.cancel()
}

/** From the sixth time on Postgres may keep one plan for whatever is asked, so each is asked more often than that. */
const times = 7

/** Tables that a procedure reads from end to end, and what an answer of it costs, for the large and the small store. */
async function costOf(path: string): Promise<{ whole: readonly string[]; each: number; rows: Readonly<Record<string, number>> }> {
  const asked = stores.flatMap((store) => (rows[path]?.inputs?.(store) ?? [undefined]).map((input) => ({ store, input })))
  await closePeople()
  const found = await readingsOf(async () => {
    for (let time = 0; time < times; time++) for (const { store, input } of asked) await ask(path, store, input)
  })
  return { ...found, each: Object.values(found.rows).reduce((sum, one) => sum + one, 0) / times / asked.length }
}

/** What is wrong with how a procedure reads. */
async function wrongWith(path: string): Promise<string[]> {
  const { whole, each, rows: read } = await costOf(path)
  expect(each).toBeGreaterThan(0)
  const most = rows[path]?.most ?? usual
  return [
    ...whole.map((table) => `${table} is read from end to end`),
    ...(each > most ? [`${Math.round(each)} rows an answer, ${most} at most: ${JSON.stringify(read)}`] : []),
  ]
}

test('every procedure that reads has its row, and every row its procedure', () => {
  expect(Object.keys(rows).toSorted()).toEqual(reading.toSorted())
})

test('every table that grows has many rows', async () => {
  expect(await emptyTables(owner())).toEqual([])
})

test.each(reading)('%s reads no table from end to end', async (path) => {
  expect(await wrongWith(path)).toEqual([])
})

describe('without its index it does, which is seen:', () => {
  test.each([
    ['lines_open', 'forecast.why'],
    ['movements_route', 'forecast.summary'],
    ['sessions_user', 'people.sessions'],
    ['members_user', 'people.me'],
  ])('%s, %s', async (index, path) => {
    const [{ definition }] = await owner()<[{ definition: string }]>`select pg_get_indexdef(${index}::regclass) as definition`
    await owner().unsafe(`drop index ${index}`)
    try {
      expect(await wrongWith(path)).not.toEqual([])
    } finally {
      await owner().unsafe(definition)
    }
  })
})
