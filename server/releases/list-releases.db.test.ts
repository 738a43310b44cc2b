import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { randomOf } from '#demo/random.ts'
import * as make from '#db/test/events.ts'
import { memberScope } from '#db/test/scopes.ts'
import { setClock } from '#db/test/sellers.ts'
import { EntryFilter, readMovement } from '#server/activity/index.ts'
import { bucketCode } from '#server/ledger/index.ts'
import { postEvents } from '#server/orders/index.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { listReleases } from './list-releases.ts'
import { readOrder } from './read-order.ts'
import type { Release } from './release.ts'
import { listInput, type ListQuery, reasonsOf, shows } from './schema.ts'

const owner = ownerClient(2)
const day = 86_400_000
const buckets = ['pending', 'frozen', 'reserve'] as const
let marketplace = 0
let scope: MemberScope
let stranger: MemberScope

/** A hundred and sixty orders in every state that events can bring about, in two currencies and on a hundred days. */
function history(): Parameters<typeof postEvents>[1] {
  const random = randomOf('releases')
  return Array.from({ length: 160 }, (_, n) => {
    const currency = random.pick(['USD', 'USD', 'CNY'])
    const at = make.noon - random.whole(0, 100) * day + n
    const line = { seller: 'shop', order: `order-${n}`, at, currency }
    const net = BigInt(random.whole(100, 90_000))
    const events = [make.paid(net, { ...line, ...(random.chance(0.3) && { expected: at + 20 * day }) })]
    if (random.chance(0.8)) events.push(make.shipped({ ...line, when: at + day }))
    if (random.chance(0.6)) events.push(make.delivered({ ...line, when: at + 6 * day }))
    if (random.chance(0.3)) events.push(make.confirmed({ ...line, when: at + 7 * day }))
    if (random.chance(0.2)) events.push(make.held({ ...line, reason: random.pick(['dispute', 'risk', 'legal', 'other']) }))
    else if (random.chance(0.4)) events.push(make.released({ ...line, ...(random.chance(0.5) && { margin: net / 20n }) }))
    else if (random.chance(0.1)) events.push(make.cancelled(line))
    if (random.chance(0.1)) events.push(make.refunded(net / 3n + 1n, line))
    return events
  }).flat()
}

beforeAll(async () => {
  marketplace = await make.newMarketplace()
  await setClock('2026-11-02T01:00:00Z')
  await postEvents(marketplace, [make.upserted({ seller: 'shop' }), make.upserted({ seller: 'other' })])
  const results = await postEvents(marketplace, history())
  expect(new Set(results.map(({ status }) => status))).toContain('posted')
  await postEvents(marketplace, [make.paid(700n, { seller: 'other', order: 'order-1', line: 'theirs' })])
  const rows = await owner<
    { id: number; name: string }[]
  >`select id, external_id as name from sellers where marketplace_id = ${marketplace}`
  const of = (name: string) => memberScope(rows.find((row) => row.name === name)?.id ?? 0, 'viewer', { marketplaceId: marketplace })
  scope = of('shop')
  stranger = of('other')
})
afterAll(() => owner.end())

const query = (more: Partial<ListQuery> = {}): ListQuery => ({ ...listInput.parse({}), limit: 100, ...more })

/** Every line of a list, page by page. */
async function everything(more: Partial<ListQuery>, limit = 7): Promise<Release[]> {
  const all: Release[] = []
  let place: ListQuery['place'] = null
  do {
    const page = await listReleases(scope, query({ ...more, limit, place }))
    all.push(...page.lines)
    place = page.next === null ? null : { next: page.next }
  } while (place)
  return all
}

/** The buckets of the shop, reckoned from its movements alone. */
async function bookOf(currency: string): Promise<Record<(typeof buckets)[number], bigint>> {
  const rows = await owner<{ amount: bigint; from: number; to: number }[]>`
    select amount, from_bucket as from, to_bucket as to from movements where seller_id = ${scope.sellerId} and currency = ${currency}`
  const sum = (bucket: (typeof buckets)[number]) =>
    rows.reduce(
      (minor, { amount, from, to }) => minor + (to === bucketCode[bucket] ? amount : 0n) - (from === bucketCode[bucket] ? amount : 0n),
      0n,
    )
  return { pending: sum('pending'), frozen: sum('frozen'), reserve: sum('reserve') }
}

const cents = (amount: string) => BigInt(amount.replace('.', ''))
const amountOf = (sum: { amounts: readonly { currency: string; amount: string }[] }, currency: string) =>
  cents(sum.amounts.find((one) => one.currency === currency)?.amount ?? '0.00')

describe('what waits', () => {
  test.each(['CNY', 'USD'])('in %s the rows of each list add up to its sum, and that is the ledger’s bucket', async (currency) => {
    const book = await bookOf(currency)
    const { summary } = await listReleases(scope, query())
    for (const [show, bucket] of [
      ['waiting', 'pending'],
      ['held', 'frozen'],
      ['margin', 'reserve'],
    ] as const) {
      // prettier-ignore
      const rows = await everything({ show, currency })
      expect(book[bucket]).toBeGreaterThan(0n)
      expect(rows.reduce((sum, row) => sum + cents(row.wait?.amount ?? '0.00'), 0n)).toBe(book[bucket])
      expect(amountOf(summary.buckets[bucket], currency)).toBe(book[bucket])
    }
  })

  test('the reasons of a list are its parts: their rows, counts and amounts add up to it', async () => {
    const { summary } = await listReleases(scope, query())
    for (const [show, bucket] of [
      ['waiting', 'pending'],
      ['held', 'frozen'],
    ] as const) {
      // prettier-ignore
      let count = 0
      for (const reason of reasonsOf[show]) {
        const rows = await everything({ show, reason })
        expect(rows.length, reason).toBeGreaterThan(0)
        expect(rows.every((row) => row.wait?.reason === reason)).toBe(true)
        expect(summary.reasons[reason].count).toBe(rows.length)
        count += rows.length
      }
      expect(summary.buckets[bucket].count).toBe(count)
      expect((await everything({ show })).length).toBe(count)
    }
    expect(summary.reasons.margin).toEqual(summary.buckets.reserve)
  })

  test('narrowed by date it holds what is due before then, and what nobody has dated', async () => {
    const { asOf } = await listReleases(scope, query())
    const all = await everything({ show: 'waiting' })
    const keys = (rows: readonly Release[]) => rows.map((row) => row.key)
    const due = (before: number) => all.filter((row) => row.dueAt !== null && row.dueAt < before)
    expect(keys(await everything({ due: 'week' }))).toEqual(keys(due(asOf + 7 * day)))
    expect(keys(await everything({ due: 'month' }))).toEqual(keys(due(asOf + 30 * day)))
    const unknown = await everything({ due: 'unknown' })
    expect(keys(unknown)).toEqual(keys(all.filter((row) => row.dueAt === null)))
    expect(unknown.length).toBeGreaterThan(0)
    expect(all.some((row) => row.late)).toBe(true)
  })
})

describe('pages by key', () => {
  test.each(shows)('of %s: forward to the end meets every line once, in order; and back the very same way', async (show) => {
    const whole = await listReleases(scope, query({ show }))
    const rows = await everything({ show })
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length)
    const paid = rows.map((row) => row.paidAt)
    expect(paid).toEqual(paid.toSorted((a, b) => (show === 'all' || show === 'released' ? b - a : a - b)))
    expect(rows.slice(0, 100).map((row) => row.key)).toEqual(whole.lines.map((row) => row.key))

    const second = await listReleases(scope, query({ show, limit: 7, place: { next: rows[6]?.key ?? '' } }))
    expect(second.lines).toEqual(rows.slice(7, 14))
    expect(second.previous).toBe(rows[7]?.key)
    const first = await listReleases(scope, query({ show, limit: 7, place: { previous: second.previous ?? '' } }))
    expect([first.previous, first.next]).toEqual([null, rows[6]?.key])
    expect(first.lines).toEqual(rows.slice(0, 7))
  })

  test('a line that is not there leaves the page empty', async () => {
    const { lines, next } = await listReleases(scope, query({ place: { next: '00000000-0000-4000-8000-000000000000' } }))
    expect([lines, next]).toEqual([[], null])
  })
})

describe('another seller', () => {
  test('sees none of it in any list, sum or order, and of an order that both have only their own line', async () => {
    for (const show of shows) {
      const { lines } = await listReleases(stranger, query({ show }))
      expect(lines.filter((line) => line.lineId !== 'theirs')).toEqual([])
    }
    const { summary } = await listReleases(stranger, query())
    expect(summary.buckets).toMatchObject({ pending: { count: 1, amounts: [{ currency: 'USD', amount: '7.00' }] }, frozen: { count: 0 } })
    expect(await readOrder(stranger, 'order-2')).toBe(null)
    const shared = await readOrder(stranger, 'order-1')
    expect(shared?.order.lines.map((line) => line.lineId)).toEqual(['theirs'])
    expect((await readOrder(scope, 'order-1'))?.order.lines.map((line) => line.lineId)).toEqual(['line'])
  })
})

test('a line says so where its order has others of the same store, not of another store', async () => {
  const twice = { seller: 'shop', order: 'twice' }
  await postEvents(marketplace, [
    make.paid(100n, { ...twice, line: 'a' }),
    make.paid(200n, { ...twice, line: 'b' }),
    make.paid(300n, { ...twice, seller: 'other', line: 'c' }),
  ])
  const listed = await everything({ show: 'waiting' })
  const several = (rows: readonly Release[]) => rows.map(({ orderId, lineId, several: has }) => `${orderId} ${lineId} ${has}`).toSorted()
  expect(several(listed.filter(({ orderId }) => orderId === 'twice'))).toEqual(['twice a true', 'twice b true'])
  expect(listed.filter(({ several: has }) => has)).toHaveLength(2)
  const theirs = (await listReleases(stranger, query())).lines
  expect(several(theirs.filter(({ orderId }) => orderId === 'twice'))).toEqual(['twice c false'])
})

test('an order has its waterfall, why it waits, and what happened in order', async () => {
  const line = { seller: 'shop', order: 'told' }
  await postEvents(marketplace, [
    make.paid(9_000n, { ...line, fee: 1_000n, at: make.noon - 5 * day }),
    make.delivered({ ...line, when: make.noon, at: make.noon }),
    make.refunded(2_000n, { ...line, at: make.noon + 1 }),
    make.held({ ...line, reason: 'dispute', until: make.noon + 9 * day, at: make.noon + 2 }),
  ])
  const page = await readOrder(scope, 'told')
  expect(page?.order.lines).toMatchObject([
    {
      status: 'held',
      wait: { bucket: 'frozen', reason: 'dispute', acts: 'you', amount: '70.00' },
      dueAt: make.noon + 15 * day,
      holdUntil: make.noon + 9 * day,
      late: false,
      waterfall: {
        gross: '100.00',
        commission: '10.00',
        net: '90.00',
        refunded: '20.00',
        received: '70.00',
        frozen: '70.00',
        released: '0.00',
      },
    },
  ])
  expect(page?.order.lines[0]?.steps.map(({ kind, amount }) => `${kind} ${amount}`)).toEqual([
    'paid 90.00',
    'delivered null',
    'refunded 20.00',
    'held null',
  ])
  expect(page?.order.sums).toHaveLength(1)
  expect(await readOrder(scope, 'nothing of the kind')).toBe(null)
})

test('an order of 0.00 euros is in the list of all, though euros never moved and have no book', async () => {
  await postEvents(marketplace, [make.paid(0n, { seller: 'shop', order: 'gift', currency: 'EUR' })])
  expect((await everything({ show: 'all' })).map(({ orderId }) => orderId)).toContain('gift')
  expect(await everything({ show: 'all', currency: 'EUR' })).toMatchObject([{ orderId: 'gift', received: '0.00', wait: null }])
})

test('forty refunds of two instants stand by instant and then by event, in an order’s page and in an entry’s, so that no reading differs', async () => {
  const line = { seller: 'shop', order: 'in-parts' }
  const parts = Array.from({ length: 40 }, (_, n) => make.refunded(BigInt(n + 1), { ...line, at: make.noon + (n % 2) }))
  await postEvents(marketplace, [make.paid(9_000n, { ...line, at: make.noon }), ...parts])
  const rows = await owner<{ amount: bigint; version: number }[]>`
    select m.amount, m.version from movements m join events e on e.key = m.cause join lines l on l.key = m.line
    where l.order_id = 'in-parts' order by e.occurred_at, e.type, e.id`
  const steps = (await readOrder(scope, 'in-parts'))?.order.lines[0]?.steps ?? []
  expect(steps.map(({ amount }) => cents(amount ?? ''))).toEqual(rows.map(({ amount }) => amount))
  for (const [at, { version }] of rows.entries()) {
    const { timeline } = await readMovement(scope, 'USD', version, EntryFilter.parse({}))
    expect(timeline.findIndex(({ here }) => here)).toBe(at)
  }
})
