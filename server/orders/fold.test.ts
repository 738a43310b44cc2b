import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as make from '#db/test/events.ts'
import { type Balances, total } from '#server/ledger/book.ts'
import type { MarketplaceEvent } from './event.ts'
import type { Facts, Result } from './facts.ts'
import { fold } from './fold.ts'
import { keyed } from './keys.ts'
import { happened } from './line.ts'

/** The room in memory: batches are folded one after the other onto the same facts. */
class World {
  readonly facts: Facts = {
    now: make.noon,
    sellers: new Map(),
    lines: new Map(),
    holds: new Map(),
    books: new Map(),
    judged: new Map(),
    parked: new Map(),
    refunds: new Set(),
  }
  moved = 0

  say(...events: MarketplaceEvent[]): Result[] {
    for (const { sellerId } of events)
      if (!this.facts.sellers.has(sellerId))
        this.facts.sellers.set(sellerId, { id: this.facts.sellers.size + 1, upserted: null, closed: null })
    const { results, writes } = fold(
      events.map((event) => keyed(1, event)),
      this.facts,
    )
    this.moved += writes.postings.length
    this.check()
    return results
  }

  /** What must hold after every batch. */
  private check(): void {
    for (const [key, book] of this.facts.books) {
      for (const bucket of ['available', 'pending', 'reserve', 'frozen', 'processing'] as const)
        expect(book[bucket]).toBeGreaterThanOrEqual(0n)
      expect(book.debt).toBeLessThanOrEqual(0n)
      expect(book.available === 0n || book.debt === 0n).toBe(true)
      const lines = [...this.facts.lines.values()].filter((line) => `${line.sellerId} ${line.currency}` === key)
      for (const bucket of ['pending', 'frozen', 'reserve'] as const)
        expect(lines.reduce((sum, line) => sum + line[bucket], 0n)).toBe(book[bucket])
      // What a seller owns is what was paid, less what was refunded and cancelled.
      const left = lines.reduce((sum, line) => sum + (line.state & happened.cancelled ? 0n : line.net - line.refunded), 0n)
      expect(total(book)).toBe(left)
    }
  }

  /** Everything that a reader could see. */
  picture() {
    const books = [...this.facts.books].filter(([, book]) =>
      Object.values(book as Balances).some((amount) => amount !== 0n && typeof amount === 'bigint'),
    )
    const lines = [...this.facts.lines].map(([key, line]) => [key, { ...line }] as const)
    const sorted = <T extends readonly [string, unknown]>(list: T[]) => list.sort((a, b) => (a[0] < b[0] ? -1 : 1))
    return { books: sorted(books), lines: sorted(lines), parked: [...this.facts.parked.keys()].sort() }
  }
}

const amount = fc.bigInt(0n, 200n)
const place = fc.record({
  seller: fc.constantFrom('a', 'b'),
  order: fc.constant('o'),
  line: fc.constantFrom('1', '2', '3'),
  at: fc.nat(50).map((n) => make.noon + n),
})

/** Any event, sensible or not: other sellers' lines, other currencies, ids and refund ids used twice. */
const anyEvent: fc.Arbitrary<MarketplaceEvent> = fc
  .tuple(place, amount, fc.constantFrom('USD', 'USD', 'USD', 'JPY'), fc.nat(40), fc.nat(12))
  .map(([at, minor, currency, id, kind]) => {
    const common = { ...at, id: `e${id}`, currency }
    const makers = [
      () => make.upserted(common),
      () => make.paid(minor, common),
      () => make.paid(minor, common),
      () => make.shipped(common),
      () => make.delivered(common),
      () => make.released({ ...common, margin: minor / 4n }),
      () => make.released({ ...at, id: `e${id}` }),
      () => make.marginReleased(common),
      () => make.held(common),
      () => make.unheld(common),
      () => make.refunded(minor + 1n, { ...common, refund: `r${id % 5}` }),
      () => make.cancelled(common),
      () => make.closed(common),
    ]
    return (makers[kind] as () => MarketplaceEvent)()
  })

describe('whatever a backend sends', () => {
  const start = [make.upserted({ seller: 'a', id: 'ua' }), make.upserted({ seller: 'b', id: 'ub' })]

  test('no bucket has the wrong sign, lines and books agree, and the total is paid less left (500 worlds of 60 events)', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), fc.boolean(), (events, known) => {
        const world = new World()
        if (known) world.say(...start)
        for (const event of events) world.say(event)
      }),
      { numRuns: 500 },
    )
  })

  test('a batch gives the same result as its events one by one', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        const [one, many] = [new World(), new World()]
        const single = events.map((event) => one.say(event)[0])
        const batch = many.say(...events)
        expect(many.picture()).toEqual(one.picture())
        // But for what parked and was booked within the request, the answers are the same too.
        single.forEach((result, at) => result?.status !== 'parked' && expect(batch[at]).toEqual(result))
      }),
      { numRuns: 300 },
    )
  })

  test('sent again, every event is a duplicate, still parked or rejected as before, and no money moves', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyEvent, { maxLength: 40, selector: (event) => event.id }), (events) => {
        const world = new World()
        world.say(...start, ...events)
        // Refusals whose id stayed free are judged anew; the others are settled.
        const settled = events.filter((event) => world.facts.judged.has(keyed(1, event).key) || world.facts.parked.has(keyed(1, event).key))
        const [moved, picture] = [world.moved, world.picture()]
        const again = world.say(...settled)
        expect(again.map((result) => result.status)).not.toContain('posted')
        expect(world.moved).toBe(moved)
        expect(world.picture()).toEqual(picture)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the order of delivery does not matter', () => {
  /** The life of a line in which refund, release and cancellation do not compete. */
  const life = fc
    .tuple(fc.bigInt(1n, 10_000n), fc.constantFrom('released', 'refunded', 'cancelled', 'waiting'), fc.boolean(), fc.nat(3))
    .map(([net, end, dispute, n]) => ({ net, end, dispute, n }))
  const story = (index: number, { net, end, dispute, n }: { net: bigint; end: string; dispute: boolean; n: number }) => {
    const at = { seller: n % 2 ? 'a' : 'b', order: 'o', line: `line-${index}` }
    const id = (name: string) => ({ ...at, id: `${name}-${index}`, at: make.noon + index })
    const events = [
      make.paid(net, id('paid')),
      make.shipped(id('shipped')),
      make.delivered(id('delivered')),
      make.confirmed(id('confirmed')),
    ]
    // After a cancellation a hold is refused, so the two compete as well.
    if (dispute && end !== 'cancelled') events.push(make.held(id('held')), make.unheld({ ...id('unheld'), at: make.noon + index + 1 }))
    if (end === 'released') events.push(make.released({ ...id('released'), margin: net / 20n }), make.marginReleased(id('margin')))
    if (end === 'refunded') events.push(make.refunded((net + 1n) / 2n, { ...id('refunded'), refund: `r-${index}` }))
    if (end === 'cancelled') events.push(make.cancelled(id('cancelled')))
    return events
  }

  test('shuffled, in batches of any size, every event is finally booked and the books are equal', () => {
    const shuffled = fc
      .array(life, { minLength: 1, maxLength: 8 })
      .map((lives) => [
        make.upserted({ seller: 'a', id: 'ua' }),
        make.upserted({ seller: 'b', id: 'ub' }),
        ...lives.flatMap((one, index) => story(index, one)),
      ])
      .chain((events) =>
        fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }), fc.integer({ min: 1, max: 9 })),
      )
    fc.assert(
      fc.property(shuffled, ([events, mixed, size]) => {
        const [straight, crooked] = [new World(), new World()]
        straight.say(...events)
        for (let at = 0; at < mixed.length; at += size) crooked.say(...mixed.slice(at, at + size))
        const booked = (world: World) => [...world.facts.judged.values()].filter((one) => one.problem === null).length
        expect(crooked.facts.parked.size).toBe(0)
        expect(booked(crooked)).toBe(events.length)
        // Ids of sellers are given in the order of their first mention.
        const books = (world: World) =>
          [...world.facts.sellers]
            .map(([name, { id }]) => [name, world.facts.books.get(`${id} USD`) ?? null])
            .sort((a, b) => ((a[0] as string) < (b[0] as string) ? -1 : 1))
        const lines = (world: World) =>
          [...world.facts.lines]
            .map(([key, { sellerId: _, ...line }]) => [key, line])
            .sort((a, b) => ((a[0] as string) < (b[0] as string) ? -1 : 1))
        expect(lines(crooked)).toEqual(lines(straight))
        expect(books(crooked).map(([name, book]) => [name, book && total(book as Balances)])).toEqual(
          books(straight).map(([name, book]) => [name, book && total(book as Balances)]),
        )
        expect(books(crooked)).toEqual(books(straight))
      }),
      { numRuns: 300 },
    )
  })

  test('negative control: the order of a refund and the release matters (reserve 5 and available 65, or 0 and 70)', () => {
    const at = { seller: 'a' }
    const events = [make.paid(100n, at), make.released({ ...at, margin: 5n }), make.refunded(30n, at)]
    const [first, second] = [new World(), new World()]
    first.say(make.upserted(at), ...events)
    second.say(make.upserted(at), events[0] as MarketplaceEvent, events[2] as MarketplaceEvent, events[1] as MarketplaceEvent)
    expect(first.facts.books.get('1 USD')).toMatchObject({ available: 70n, reserve: 0n })
    expect(second.facts.books.get('1 USD')).toMatchObject({ available: 65n, reserve: 5n })
  })
})
