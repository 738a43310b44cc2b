import { ownerClient } from '#db/client.ts'
import { instant } from '#db/test/instant.ts'
import { manyMovements } from '#db/test/many-movements.ts'
import { Caller } from './caller.ts'
import { p95 } from './load.ts'
import type { Bench, Measure } from './measure.ts'
import { refuseWholeTables } from './plans.ts'
import { type SignedIn, signInAsOwner } from './session.ts'

// No replay writes to this book, so that its versions have no gap.
const currency = 'EUR'

/** Filters of activity pages: each kind, common and rare. */
const asked = [
  {},
  { period: '90d' },
  { period: 'last-month', bucket: 'processing' },
  { kinds: ['hold'] },
  { kinds: ['withdrawal_fee'] },
  { bucket: 'available' },
  { kinds: ['release', 'refund'], least: '10.00' },
  { least: '4999.99' },
  { reference: 'many-17' },
]

/** The cursor of the nth page: every third page is the newest, the others are spread over the book. */
const placeOf = (n: number, movements: number) => (n % 3 === 0 ? null : { before: 2 + ((n * 7_919_317) % movements) })

/**
 * Activity pages of a seller with ten times the movements of another: p95 of the queries, large ÷ small, and p95 of the large seller's
 * pages through tRPC with a session, one call at a time. No page of the large seller may scan a whole table.
 */
export const activityGrowth: Measure = async (bench) => {
  const { movements, rounds } = bench.size
  const signedIn = await signInAsOwner(bench)
  const owner = ownerClient()
  const [{ id: large }] = await owner<[{ id: number }]>`select id from sellers where external_id = 'page-s0'`
  const [{ id: small }] = await owner<[{ id: number }]>`
    insert into sellers (marketplace_id, external_id) select marketplace_id, 'page-small' from sellers where id = ${large} returning id`
  const books = [
    { sellerId: small, count: movements / 10 },
    { sellerId: large, count: movements },
  ] as const
  for (const book of books) {
    bench.note(`activity-growth: filling a book with ${book.count} movements`)
    await manyMovements(owner, { ...book, currency, days: 360, until: Date.parse(instant) })
  }
  // Autovacuum would do so later; until then the planner takes the tables for small ones.
  await owner.unsafe('analyze')
  await owner.end()
  await refuseWholeTables(await scopeOf(large), currency, await filters(), movements / 2 + 1)

  const took: [number[], number[]] = [[], []]
  // In turns, so that other load on the machine slows both; the first turn is a warm-up.
  for (let turn = 0; turn <= rounds * 10; turn++)
    for (const [at, book] of books.entries()) {
      const times = await readPages(book.sellerId, book.count, turn * 3)
      if (turn > 0) took[at]?.push(...times)
    }
  const [reference, value] = [p95(took[0]), p95(took[1])]
  const served = await serve(bench, signedIn, rounds * 30)
  return [
    { name: 'activity-growth', value, unit: 'ms', reference, ratio: value / reference },
    { name: 'activity-page', value: p95(served), unit: 'ms', reference: null, ratio: null },
  ]
}

const filters = async () => {
  const { EntryFilter } = await import('#server/activity/schema.ts')
  return asked.map((filter) => EntryFilter.parse(filter))
}

const scopeOf = async (sellerId: number) => {
  const { scopeOfMember } = await import('#server/platform/actor.ts')
  const [nobody, viewer] = [{ userId: 0, sessionId: '' }, { role: 'viewer', marketplaceId: 1 } as const] // the bench has one marketplace
  return scopeOfMember({ sellerId, ...viewer, ...nobody })
}

/** Reads pages without HTTP. @returns how long each took, in milliseconds */
async function readPages(sellerId: number, movements: number, from: number): Promise<number[]> {
  const { listMovements } = await import('#server/activity/list-movements.ts')
  const [scope, parsed] = [await scopeOf(sellerId), await filters()]
  const took: number[] = []
  for (let n = from; n < from + 3; n++)
    for (const filter of parsed) {
      const begun = performance.now()
      await listMovements(scope, { currency, filter, place: placeOf(n, movements), limit: 25 })
      took.push(performance.now() - begun)
    }
  return took
}

/** Reads pages through the server, with a session. @returns how long each took, in milliseconds */
async function serve({ portal, size }: Bench, { cookie, store }: SignedIn, pages: number): Promise<number[]> {
  const caller = new Caller(portal.credentials.url, 1)
  const took: number[] = []
  for (let n = 0; n < pages + 5; n++)
    for (const filter of asked) {
      const input = encodeURIComponent(JSON.stringify({ json: { store, currency, filter, place: placeOf(n, size.movements) } }))
      const answer = await caller.call(`/api/trpc/activity.list?input=${input}`, { headers: { cookie } })
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.slice(0, 300)}`)
      if (n >= 5) took.push(answer.milliseconds)
    }
  caller.close()
  return took
}
