import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import * as make from '#db/test/events.ts'
import { verify } from '#server/ledger/index.ts'
import type { MarketplaceEvent } from './event.ts'
import { getEvent } from './get-event.ts'
import { postEvents } from './post-events.ts'
import { settleStranded } from './settle-stranded.ts'
import { verifyLines } from './verify-lines.ts'

const owner = ownerClient()
let marketplace = 0
let worlds = 0

beforeAll(async () => {
  marketplace = await make.newMarketplace()
  return () => owner.end()
})

async function say(...events: MarketplaceEvent[]) {
  const results = await postEvents(marketplace, events)
  return results.map((result) => (result.problem ? `${result.status} ${result.problem}` : result.status))
}

/** Names that no other test uses. */
function world() {
  const n = ++worlds
  return { a: `a-${n}`, b: `b-${n}`, typo: `a-typo-${n}`, order: `order-${n}` }
}

async function pending(seller: string) {
  const [row] = await owner`select pending from books join sellers on sellers.id = seller_id where external_id = ${seller}`
  return row?.pending ?? 0n
}

test('a payment of an unknown seller does not block the line’s own seller, and is decided when its seller is announced', async () => {
  const { a, typo, order } = world()
  await say(make.upserted({ seller: a }))
  const stray = make.paid(100n, { seller: typo, order })
  expect(await say(stray)).toEqual(['parked'])
  const neighbour = make.paid(7n, { seller: a, order: `${order}-b` })
  expect(await say(make.paid(100n, { seller: a, order }), neighbour)).toEqual(['posted', 'posted'])
  expect(await pending(a)).toBe(107n)
  expect(await say(stray)).toEqual(['parked'])
  expect(await say(make.upserted({ seller: typo }))).toEqual(['posted'])
  expect(await getEvent(marketplace, stray.id)).toMatchObject({ status: 'rejected', problem: 'wrong_seller' })
  expect(await pending(typo)).toBe(0n)
})

test("a known seller's event on another seller's line is decided by a job under its own lock", async () => {
  const { a, b, order } = world()
  await say(make.upserted({ seller: a }), make.upserted({ seller: b }))
  const stray = make.shipped({ seller: b, order })
  expect(await say(stray)).toEqual(['parked'])
  expect(await say(make.paid(100n, { seller: a, order }))).toEqual(['posted'])
  await settleStranded()
  expect(await getEvent(marketplace, stray.id)).toMatchObject({ status: 'rejected', problem: 'wrong_seller' })
})

test('an id parked under an unknown seller is taken, and its line is free', async () => {
  const { a, typo, order } = world()
  await say(make.upserted({ seller: a }))
  const id = `taken-${order}`
  expect(await say(make.paid(100n, { seller: typo, order, id }))).toEqual(['parked'])
  const again = make.shipped({ seller: a, order, id })
  expect(await say(make.paid(100n, { seller: a, order }), again)).toEqual(['posted', 'rejected event_conflict'])
})

test('an unreadable parked event stops neither the job nor the events behind it', async () => {
  const { a, b, order } = world()
  await say(make.upserted({ seller: a }), make.upserted({ seller: b }))
  const [broken, good] = [make.shipped({ seller: b, order }), make.delivered({ seller: b, order })]
  await say(broken)
  await say(good)
  await say(make.paid(100n, { seller: a, order }))
  await owner`update parked set event = event - 'type' where id = ${broken.id}`
  await settleStranded()
  expect(await getEvent(marketplace, good.id)).toMatchObject({ status: 'rejected', problem: 'wrong_seller' })
  expect(await getEvent(marketplace, broken.id)).toMatchObject({ status: 'parked' })
  await owner`delete from parked where id = ${broken.id}`
})

test('random strays, typos and foreign sellers in random batches fail no call, and each seller’s own payment is booked (60 worlds)', async () => {
  const makers = [
    make.shipped,
    make.held,
    make.unheld,
    make.released,
    make.marginReleased,
    make.cancelled,
    (at: object) => make.paid(9n, at),
  ]
  const stray = fc.record({ kind: fc.nat(makers.length - 1), seller: fc.constantFrom('b', 'typo'), line: fc.nat(2) })
  const plan = fc.record({
    strays: fc.array(stray, { maxLength: 12 }),
    registered: fc.boolean(),
    seed: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
  })
  await fc.assert(
    fc.asyncProperty(plan, async ({ strays, registered, seed }) => {
      const names = world()
      // Of `b` nothing but what can't own a line comes: a payment of its own would compete for it.
      const events = strays.map(({ kind, seller, line }) =>
        (makers[seller === 'b' ? kind % 6 : kind] as (at: object) => MarketplaceEvent)({
          seller: names[seller],
          order: names.order,
          line: `l${line}`,
        }),
      )
      if (registered) events.push(make.upserted({ seller: names.b }))
      const own = [0, 1, 2].map((line) => make.paid(10n, { seller: names.a, order: names.order, line: `l${line}` }))
      const mixed = [...own, ...events].map((event, at) => [seed[at] ?? 0, event] as const).sort((x, y) => x[0] - y[0])
      const list = [make.upserted({ seller: names.a }), ...mixed.map(([, event]) => event)]
      const size = 1 + ((seed[39] ?? 0) % 6)
      for (let at = 0; at < list.length; at += size) await say(...list.slice(at, at + size))
      await settleStranded()
      await say(make.upserted({ seller: names.b }), make.upserted({ seller: names.typo }))
      expect(await pending(names.a)).toBe(30n)
      const [left] =
        await owner`select count(*)::int as n from parked join sellers s on s.id = seller_id where external_id in ${owner([names.b, names.typo])}`
      expect(left?.n).toBe(0)
    }),
    { numRuns: 60 },
  )
})

test('afterwards books and lines agree', async () => {
  expect((await verify()).breaks).toEqual([])
  expect((await verifyLines()).breaks).toEqual([])
})
