import { beforeAll, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { randomOf } from '#demo/random.ts'
import { anyDelivery } from '#db/test/any-order/deliveries.ts'
import { Historian, type History } from '#db/test/any-order/history.ts'
import { outcomeOf } from '#db/test/any-order/outcome.ts'
import { type LinePicture, type Picture, type SellerPicture, sorted } from '#db/test/any-order/picture.ts'
import { newCaller, post } from '#db/test/caller.ts'
import { get } from '#db/test/v1.ts'
import { anyStrayed } from '#db/test/any-order/strayed.ts'
import { verify } from '#server/ledger/index.ts'
import { fold } from './fold.ts'
import { settleStranded } from './settle-stranded.ts'
import { verifyLines } from './verify-lines.ts'

// any-order.test.ts through the HTTP API and the database: what is written batch by batch, and what is answered, is the same too.

const owner = ownerClient()
let shop: Awaited<ReturnType<typeof newCaller>>

beforeAll(async () => {
  shop = await newCaller({ requestsPerMinute: 100_000 })
  return () => owner.end()
})

const cents = (amount: string) => String(BigInt(amount.replace('.', '')))

/** What the API answers about a history, and of its tables what it does not answer. */
async function pictureOf(prefix: string): Promise<Picture> {
  const sellers = await owner<(SellerPicture & { id: string })[]>`
    select external_id as id, name, email, announced_time_zone as zone, upserted_by as "saidBy", closed from sellers
    where external_id like ${`${prefix}%`} and upserted_at is not null`
  const rows = await owner<(Pick<LinePicture, 'shipped' | 'delivered' | 'confirmed' | 'until' | 'expected'> & Record<string, string>)[]>`
    select line_id as id, pending, frozen, reserve, extract(epoch from hold_until)::float8 * 1000 as until,
      extract(epoch from expected_at)::float8 * 1000 as expected, extract(epoch from shipped_at)::float8 * 1000 as shipped,
      extract(epoch from delivered_at)::float8 * 1000 as delivered, extract(epoch from confirmed_at)::float8 * 1000 as confirmed
    from lines where order_id = ${`${prefix}order`}`
  const { body: order } = await get(shop, `/orders/${prefix}order`)
  const parked = await owner<{ id: string }[]>`select id from parked where id like ${`${prefix}%`}`
  return {
    sellers: sorted(sellers.map(({ id, ...seller }) => [id, seller])),
    books: sorted((await Promise.all(sellers.map(({ id }) => bookOf(id)))).flat()),
    lines: sorted(
      rows.map(({ id, pending, frozen, reserve, until, expected, shipped, delivered, confirmed }) => {
        const line = order.lines.find((one: { line_id: string }) => one.line_id === id)
        const { seller_id: seller, status, reason = null, refunded, timeline } = line
        const money = { pending: String(pending), frozen: String(frozen), reserve: String(reserve), refunded: cents(refunded.amount) }
        const types: string[] = timeline.map(({ type }: { type: string }) => type)
        const shown = { seller, status, reason, until: status === 'held' ? until : null }
        return [`${prefix}order ${id}`, { ...shown, ...money, expected, shipped, delivered, confirmed, timeline: types }]
      }),
    ),
    parked: parked.map(({ id }) => id).toSorted(),
  }
}

async function bookOf(seller: string): Promise<[string, Picture['books'][string]][]> {
  const { body } = await get(shop, `/sellers/${seller}/balances`)
  const { available, pending, reserve, frozen, debt } = body.currencies.USD
  if ([available, pending, reserve, frozen, debt].every((amount) => amount === '0.00')) return []
  const book = { available: cents(available), pending: cents(pending), reserve: cents(reserve), frozen: cents(frozen), debt: cents(debt) }
  return [[`${seller} USD`, book]]
}

async function told(history: History, seed: string): Promise<void> {
  const statuses = new Set<string>()
  for (const batch of anyDelivery(history, randomOf(seed))) {
    const { status, body } = await post(
      shop,
      batch.map((at) => history.told[at]?.event),
    )
    expect(status).toBe(200)
    for (const result of body.results) statuses.add(result.status)
  }
  expect([...statuses].filter((status) => !['posted', 'parked', 'duplicate', 'rejected'].includes(status))).toEqual([])
}

test(
  '10,000 random orders and cuts of 200 random histories, folded in memory, come to what the contract says',
  { timeout: 240_000 },
  () => {
    expect(anyStrayed('many', 10_000, fold)).toBe(0)
  },
)

test('twelve histories, each in four orders and batches, give the model’s answers and rows', { timeout: 240_000 }, async () => {
  for (let n = 0; n < 12; n++) {
    for (let times = 0; times < 4; times++) {
      const prefix = `${n}.${times}-`
      const history = new Historian(randomOf('http', n), prefix).write(4, 12)
      await told(history, `http/${n}/${times}`)
      // Strays of a known seller on a line that another paid meanwhile.
      await settleStranded()
      expect(await pictureOf(prefix)).toEqual(outcomeOf(history))
    }
  }
  expect((await verify()).breaks).toEqual([])
  expect((await verifyLines()).breaks).toEqual([])
})
