import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pools } from '#db/settings.ts'
import * as make from '#db/test/events.ts'
import { emptyTables, fillTables } from '#db/test/large-tables.ts'
import { addAttempt, addProof, appoint, closePeople, join, makeUser, owner, signedIn } from '#db/test/people.ts'
import { type Readings, readingsOf } from '#db/test/readings.ts'
import { postEvents } from '#server/orders/index.ts'
import { shows as caseShows } from '#server/identity/review/schema.ts'
import { shows } from '#server/releases/schema.ts'
import { queues } from '#server/requests/decisions/schema.ts'
import { answerTrpc } from './answer.ts'
import { appRouter } from './router.ts'

// No page's query is without an index, or planned for another seller than the one that asks. Each procedure that a page reads by is
// asked where every table that grows has many rows: by a seller with 200,000 movements and as many orders, by one of a hundred with 200
// orders each, and by one with a handful. What was read is what Postgres itself counted.

/** A store that asks, and what it has to ask about. */
type Store = {
  sellerId: number
  cookie: string
  staff: string
  code: string
  order: string
  line: string
  key: string
  request: string
  proof: string
  attempt: string
  picture: string
  versions: number[]
}
type Row = { inputs?: (store: Store) => object[]; most?: number; mostPages?: number }

const currency = 'USD'
const filtered = (filter: object, place: object | null = null) => ({ currency, filter, place })
const period = { from: '2026-03-01', to: '2026-03-31' }

/** A page, what it needs to know, and the few hundred orders that are still open. */
const usual = 700

/** Pages that the answers of the three stores to one question touch together: tables and indexes, the session's included. */
const usualPages = 1_000

/** What is asked of each, how many rows and entries of indexes an answer may cost and how many pages a question, where it isn't as usual. */
const rows: Record<string, Row> = {
  // But amounts and statuses, which look at a window of bounded size and have their own test (server/activity/search.db.test.ts).
  'activity.list': {
    mostPages: 1_100, // it names the types that the book has too, a look-up each
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
  'activity.day': { inputs: () => [null, '2026-06-30'].map((date) => ({ currency, date })), most: 2_500, mostPages: 2_000 },
  'balances.now': {},
  // What was released in eight weeks, row by row: of the large seller 13,500.
  'balances.overview': { most: 10_000, mostPages: 3_000 },
  'balances.live': {},
  'forecast.calendar': { inputs: () => ['2026-12-01', 'past', 'undated', null].map((on) => ({ currency, on })), mostPages: 2_000 },
  'forecast.why': { inputs: () => [{ currency }], mostPages: 2_000 },
  'identity.picture': { inputs: ({ picture }) => [{ id: picture }] },
  'identity.read': {},
  'policies.figures': {},
  'people.factors': {},
  'people.freeze': {},
  'people.identities': {},
  'people.me': {},
  'people.sessions': {},
  'people.team': {},
  'releases.list': {
    inputs: ({ key }) =>
      shows.flatMap((show) => [
        ...[null, { next: key }, { previous: key }].map((place) => ({ show, place })),
        ...[null, { previous: key }].map((place) => ({ show, place, currency })),
        { show, place: null, due: 'week' },
        ...(show === 'waiting' ? [{ show, place: null, reason: 'shipment' }] : []),
      ]),
    mostPages: 2_000,
  },
  'releases.order': { inputs: ({ order }) => [order, 'nothing'].map((orderId) => ({ orderId })) },
  'requests.asking': { inputs: ({ order, line }) => [{ orderId: order, lineId: line }], mostPages: 300 },
  'requests.list': {
    inputs: ({ request }) => [null, { at: request }, { next: request }, { previous: request }].map((place) => ({ place })),
    mostPages: 1_500, // a page of requests with their orders, proofs and files, of three stores; random keys lie on more pages or fewer
  },
  'requests.ofOrder': { inputs: ({ order }) => [{ orderId: order }], mostPages: 300 },
  'requests.proof': { inputs: ({ proof }) => [{ id: proof }] },
  'sandbox.clock': {},
  'sellers.consents': {},
  'sellers.opening': {},
  'staff.identity.count': {},
  'staff.identity.list': {
    inputs: ({ attempt }) =>
      caseShows.flatMap((show) =>
        [null, { next: attempt }, { previous: attempt }].map((place) => ({ show, place: show === 'decided' ? null : place })),
      ),
    mostPages: 2_000, // 25 cases with their stores, asked three times
  },
  'staff.identity.picture': { inputs: ({ picture, attempt }) => [{ id: picture, attempt }] },
  'staff.identity.read': { inputs: ({ attempt }) => [{ id: attempt }] },
  'staff.requests.count': {},
  'staff.requests.list': {
    inputs: ({ request }) =>
      queues.flatMap((show) =>
        [null, { next: request }, { previous: request }].map((place) => ({ show, place: show === 'decided' ? null : place })),
      ),
    mostPages: 3_000, // 25 requests with order, proofs, proposal and decision, asked three times; each row's seller is looked up
  },
  'staff.requests.proof': { inputs: ({ proof, request }) => [{ id: proof, request }] },
  'staff.requests.read': { inputs: ({ request }) => [{ id: request }] },
  'staff.work': {},
}

type Kind = 'query' | 'mutation' | 'subscription'
// oxlint-disable-next-line no-underscore-dangle -- tRPC's own name for what it knows of a router
const reading = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: Kind } }>)
  .filter(([, { _def }]) => _def.type !== 'mutation')
  .map(([path]) => path)

const stores: Store[] = []

beforeAll(async () => {
  const marketplace = await make.newMarketplace()
  const names = ['large', 'small', 'crowd-7']
  await postEvents(
    marketplace,
    names.slice(0, 2).map((seller) => make.upserted({ seller })),
  )
  const sellers = await owner()<{ id: number }[]>`update sellers set opened_at = now() returning id`
  const people = await Promise.all(names.map(() => makeUser()))
  await fillTables(owner(), { sellerId: sellers[0]!.id, userId: people[0]!.id })
  sellers.push(...(await owner()<{ id: number }[]>`select id from sellers where external_id = ${names[2]!}`))
  await postEvents(
    marketplace,
    names.flatMap((name) => {
      const of = { seller: name, order: `${name}-1`, line: `${name}-1-1` }
      return [make.paid(1_000n, of), make.shipped(of), make.paid(500n, { ...of, order: `${name}-2` })]
    }),
  )
  const reviewer = await makeUser()
  await appoint(reviewer, ['reviewer', 'approver', 'auditor'], marketplace)
  const staff = `session=${(await signedIn(reviewer)).given.session}`
  for (const [at, name] of names.entries()) {
    await join(sellers[at]!.id, people[at]!)
    const { given } = await signedIn(people[at]!)
    const [facts] = await owner()<[Omit<Store, 'cookie' | 'staff' | 'proof' | 'attempt' | 'picture'>]>`
      with line as (select * from lines where seller_id = ${sellers[at]!.id} and order_id = ${`${name}-1`}),
        request as (
          insert into release_requests (seller_id, line, asked_by, asked_name, note)
          select seller_id, key, ${people[at]!.id}, 'Mei', '' from line returning *)
      select line.seller_id as "sellerId", (select code from sellers where id = line.seller_id), line.key::text, order_id as order,
        line_id as line, request.id as request,
        (select array_agg(version) from (select min(version) as version from movements where seller_id = line.seller_id group by kind) as m) as versions
      from line, request`
    const proof = await addProof(facts.sellerId, facts.request, 'x')
    const identity = await addAttempt(facts.sellerId, people[at]!.id, 'x')
    stores.push({ ...facts, ...identity, proof, cookie: `session=${given.session}`, staff })
  }
}, 240_000)
afterAll(closePeople)

/** Asks for a procedure once, over HTTP; of a live one the first state. */
async function ask(path: string, store: Store, input: object = {}): Promise<void> {
  const json = JSON.stringify({ json: path.startsWith('staff.') ? input : { ...input, store: store.code } })
  const live = path === 'balances.live'
  const end = new AbortController()
  const cookie = path.startsWith('staff.') ? store.staff : store.cookie
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

type Asked = { readonly store: Store; readonly input: object }

/** What a procedure is asked, each question of every store that has it. */
function questionsOf(path: string): Asked[][] {
  const asked = stores.map((store) => (rows[path]?.inputs?.(store) ?? [{}]).map((input) => ({ store, input })))
  return Array.from({ length: Math.max(...asked.map((each) => each.length)) }, (_, n) => asked.flatMap((each) => each[n] ?? []))
}

/** What it costs to ask all of this so many times. */
async function costOf(path: string, asked: readonly Asked[], count: number): Promise<Readings> {
  await closePeople()
  return readingsOf(async () => {
    for (let time = 0; time < count; time++) for (const { store, input } of asked) await ask(path, store, input)
  })
}

const sumOf = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((sum, one) => sum + one, 0)

/** What is wrong with how a procedure reads. */
async function wrongWith(path: string): Promise<string[]> {
  const questions = questionsOf(path)
  const { whole, rows: read, pages } = await costOf(path, questions.flat(), times)
  const each = sumOf(read) / times / questions.flat().length
  expect(each).toBeGreaterThan(0)
  const most = rows[path]?.most ?? usual
  return [
    ...whole.map((table) => `${table} is read from end to end`),
    ...(each > most ? [`${Math.round(each)} rows an answer, ${most} at most: ${JSON.stringify(read)}`] : []),
    ...tooMany(path, sumOf(pages) / times / questions.length, pages),
  ]
}

/** Questions that cost more pages than an answer may, which is lost in the average where there are many. */
async function wrongQuestions(path: string, questions = questionsOf(path)): Promise<string[]> {
  const found: string[] = []
  for (const question of questions) {
    const { pages } = await costOf(path, question, 1)
    found.push(...tooMany(path, sumOf(pages), pages).map((wrong) => `${JSON.stringify(question[0]?.input)}: ${wrong}`))
  }
  return found
}

function tooMany(path: string, read: number, pages: Readings['pages']): string[] {
  const most = rows[path]?.mostPages ?? usualPages
  return read > most ? [`${Math.round(read)} pages a question, ${most} at most: ${JSON.stringify(pages)}`] : []
}

test('every query has a row in the table, and every row a query', () => {
  expect(Object.keys(rows).toSorted()).toEqual(reading.toSorted())
})

test('every table that grows has many rows', async () => {
  expect(await emptyTables(owner())).toEqual([])
})

test.each(reading)(
  '%s reads no table from end to end, and no more than an answer needs',
  async (path) => {
    expect(await wrongWith(path)).toEqual([])
  },
  240_000,
)

const asksMuch = [
  'activity.list',
  'activity.movement',
  'activity.day',
  'forecast.calendar',
  'releases.list',
  'requests.list',
  'staff.identity.list',
  'staff.requests.list',
]
test.each(asksMuch)(
  'no single question of %s costs more than that',
  async (path) => {
    expect(await wrongQuestions(path)).toEqual([])
  },
  240_000,
)

describe('negative control: without its index the bound is exceeded:', () => {
  test.each([
    ['lines_open', 'forecast.why'],
    ['movements_route', 'balances.overview'],
    ['sessions_user', 'people.sessions'],
    ['passkeys_user', 'people.factors'],
    ['identities_user', 'people.identities'],
    ['release_requests_line', 'requests.ofOrder'],
    ['release_requests_decided', 'staff.requests.list'],
    ['identity_attempts_decided', 'staff.identity.list'],
  ])('%s, %s', async (index, path) => {
    expect(await without(index, () => wrongWith(path))).not.toEqual([])
  })

  test('lines_released, releases.list: without it the first page of released orders reads all orders paid later', async () => {
    const released = questionsOf('releases.list').filter(
      ([asked]) => asked !== undefined && 'show' in asked.input && asked.input.show === 'released',
    )
    expect(await without('lines_released', () => wrongQuestions('releases.list', released))).not.toEqual([])
  }, 240_000)

  async function without<T>(index: string, ask: () => Promise<T>): Promise<T> {
    const [{ definition }] = await owner()<[{ definition: string }]>`select pg_get_indexdef(${index}::regclass) as definition`
    await owner().unsafe(`drop index ${index}`)
    try {
      return await ask()
    } finally {
      await owner().unsafe(definition)
    }
  }
})

test('negative control: with a generic plan a movement of a large seller exceeds the bound', async () => {
  const { settings } = pools.portal_people
  const { plan_cache_mode: planned } = settings
  settings.plan_cache_mode = 'force_generic_plan'
  try {
    expect(await wrongQuestions('activity.movement')).not.toEqual([])
  } finally {
    settings.plan_cache_mode = planned
    await closePeople()
  }
})
