import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import * as make from '#db/test/events.ts'
import { memberScope } from '#db/test/scopes.ts'
import { sellerIdOf, setClock } from '#db/test/sellers.ts'
import { balances, emptyBook } from '#server/ledger/index.ts'
import { postEvents } from '#server/orders/index.ts'
import { expectedRelease } from '#server/orders/line.ts'
import type { MemberScope } from '#server/platform/actor.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { listReleases, readOrder, type Reason } from '#server/releases/index.ts'
import { listInput, shows } from '#server/releases/schema.ts'
import { readCalendar } from './read-calendar.ts'
import { readAhead } from './read-ahead.ts'
import { readWhy } from './read-why.ts'

// Whichever page a seller opens, an order has one reason, one date and one word on whether that is over: each order below is the only
// one of its store, so all that a page says is of it.

const owner = ownerClient(2)
const day = 86_400_000
/** Nine in the morning of 2 November in Shanghai, where the stores are. */
const now = Date.parse('2026-11-02T01:00:00Z')
/** So many days from then, fractions too. */
const from = (days: number) => now + Math.round(days * day)
const date = (at: number) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(at)

type Line = { seller: string; order: string; at: number }
type Events = Parameters<typeof postEvents>[1]
type Case = { name: string; story: (line: Line) => Events; reason: Reason; due: number | null; late?: true; hold?: number }

const paid = (line: Line, expected?: number) =>
  make.paid(12_34n, { ...line, ...(expected === undefined ? {} : { expected: from(expected) }) })
const delivered = (line: Line, when: number) => make.delivered({ ...line, when: from(when) })
const held = (line: Line, until?: number) =>
  make.held({ ...line, reason: 'dispute', ...(until === undefined ? {} : { until: from(until) }) })

/** Days from now. The buyer is protected for 15 days after delivery; of a closed store money comes 180 days after shipment. */
const cases: Case[] = [
  { name: 'paid', story: (line) => [paid(line)], reason: 'shipment', due: null },
  { name: 'paid and dated', story: (line) => [paid(line, 3)], reason: 'shipment', due: 3 },
  { name: 'never shipped', story: (line) => [paid(line, -2)], reason: 'shipment', due: -2, late: true },
  { name: 'shipped', story: (line) => [paid(line), make.shipped(line)], reason: 'delivery', due: null },
  { name: 'shipped and dated', story: (line) => [paid(line, 4), make.shipped(line)], reason: 'delivery', due: 4 },
  { name: 'shipped and past its date', story: (line) => [paid(line, -1), make.shipped(line)], reason: 'overdue', due: -1, late: true },
  { name: 'confirmed before delivery', story: (line) => [paid(line), make.confirmed(line)], reason: 'delivery', due: null },
  { name: 'delivered today', story: (line) => [paid(line), delivered(line, 0)], reason: 'protection', due: 15 },
  {
    name: 'delivered 5 days ago and confirmed',
    story: (line) => [paid(line), delivered(line, -5), make.confirmed(line)],
    reason: 'releasing',
    due: 10,
  },
  { name: 'delivered 16 days ago', story: (line) => [paid(line), delivered(line, -16)], reason: 'overdue', due: -1, late: true },
  { name: 'due an hour ago', story: (line) => [paid(line), delivered(line, -15 - 1 / 24)], reason: 'protection', due: -1 / 24 },
  {
    name: 'held beyond its date',
    story: (line) => [paid(line, 10), held(line, 20)],
    reason: 'dispute',
    due: 20,
    hold: 20,
  },
  { name: 'held until before its date', story: (line) => [paid(line, 10), held(line, 1)], reason: 'dispute', due: 10, hold: 1 },
  { name: 'held without an end', story: (line) => [paid(line, 10), held(line)], reason: 'dispute', due: null },
  { name: 'held and not delivered', story: (line) => [paid(line), held(line, 1)], reason: 'dispute', due: null, hold: 1 },
  { name: 'held too long', story: (line) => [paid(line, -5), held(line, -2)], reason: 'dispute', due: -2, late: true, hold: -2 },
  {
    name: 'closed and shipped 151 days ago',
    story: (line) => [paid(line), make.shipped({ ...line, when: from(-151) }), make.closed(line)],
    reason: 'delivery',
    due: 29,
  },
  {
    name: 'closed and shipped 170 days ago, delivered 5 days ago',
    story: (line) => [paid(line), make.shipped({ ...line, when: from(-170) }), delivered(line, -5), make.closed(line)],
    reason: 'protection',
    due: 10,
  },
  {
    name: 'closed and delivered 179 days ago without a shipment',
    story: (line) => [paid(line), delivered(line, -179), make.closed(line)],
    reason: 'protection',
    due: 1,
  },
  { name: 'closed and dated', story: (line) => [paid(line, 4), make.shipped(line), make.closed(line)], reason: 'delivery', due: 4 },
  { name: 'closed and not shipped', story: (line) => [paid(line), make.closed(line)], reason: 'shipment', due: null },
  {
    name: 'closed and opened again',
    story: (line) => [paid(line), make.shipped(line), delivered(line, -5), make.closed(line), make.reopened(line)],
    reason: 'protection',
    due: 10,
  },
  {
    name: 'margin',
    story: (line) => [paid(line), make.released({ ...line, margin: 12_34n, until: now + 45 * day })],
    reason: 'margin',
    due: 45,
  },
  {
    name: 'margin past its date',
    story: (line) => [paid(line), make.released({ ...line, margin: 12_34n, until: now - day })],
    reason: 'margin',
    due: -1,
    late: true,
  },
]

let marketplace = 0
const scopes = new Map<string, MemberScope>()
const orderOf = (name: string) => name.replaceAll(/,? /g, '-')

beforeAll(async () => {
  marketplace = await make.newMarketplace()
  await setClock(now)
  for (const { name, story } of cases) {
    const seller = orderOf(name)
    const results = await postEvents(marketplace, [make.upserted({ seller }), ...story({ seller, order: seller, at: now - 20 * day })])
    expect(results.map(({ status }) => status).filter((status) => status !== 'posted')).toEqual([])
    const sellerId = await sellerIdOf(marketplace, seller)
    scopes.set(name, memberScope(sellerId, 'viewer', { marketplaceId: marketplace }))
  }
})
afterAll(() => owner.end())

/** When the case says that the money comes. */
const dueAt = ({ due }: Case) => (due === null ? null : from(due))
const scopeOf = ({ name }: Case) => scopes.get(name) as MemberScope

describe.each(cases)('$name: $reason', (one) => {
  const { reason, late = false, hold } = one
  const at = dueAt(one)
  const amount = '12.34'

  test('in the list, whichever way it is narrowed, and on its own page', async () => {
    const lists = await Promise.all(shows.map((show) => listReleases(scopeOf(one), { ...listInput.parse({}), show })))
    const rows = lists.flatMap(({ lines }) => lines)
    const page = await readOrder(scopeOf(one), orderOf(one.name))
    for (const line of [...rows, ...(page?.order.lines ?? [])])
      expect(line).toMatchObject({
        wait: { reason, amount },
        dueAt: at,
        late,
        holdUntil: hold === undefined ? null : from(hold),
      })
    expect(rows.length).toBeGreaterThan(1)
    if (reason === 'margin') return
    const show = reason === 'dispute' ? ('held' as const) : ('waiting' as const)
    const within = { week: at !== null && at < now + 7 * day, month: at !== null && at < now + 30 * day, unknown: at === null }
    for (const due of ['week', 'month', 'unknown'] as const) {
      const { lines, summary } = await listReleases(scopeOf(one), { ...listInput.parse({}), show, reason, due })
      expect(lines.length, due).toBe(within[due] ? 1 : 0)
      expect(summary.reasons[reason]).toEqual({ count: 1, amounts: [{ currency: 'USD', amount }] })
    }
  })

  test('among the reasons', async () => {
    const { reasons } = await readWhy(scopeOf(one), 'USD')
    const days = at === null ? null : { first: date(at), last: date(at) }
    expect(reasons).toMatchObject([
      { reason, amount, days, undated: at === null ? 1 : 0, late: late ? 1 : 0, orders: [{ reason, at, late }] },
    ])
  })

  test('in the calendar and on the overview', async () => {
    const on = at === null ? 'undated' : late ? 'past' : date(at)
    const { chosen, ...calendar } = await readCalendar(scopeOf(one), { currency: 'USD', horizon: 60, on })
    expect(chosen).toMatchObject({ expected: { sum: amount, lines: 1 }, orders: [{ reason, at, late, amount }] })
    expect(calendar.waiting).toBe(amount)
    const [{ aheadOf }, [book]] = await sellerRead(scopeOf(one), (tx) =>
      Promise.all([readAhead(tx, scopeOf(one)), balances(tx, scopeOf(one))]),
    )
    expect(aheadOf(book ?? emptyBook('USD'))).toMatchObject({
      last: at === null || late ? null : date(at),
      undated: at === null ? amount : null,
      overdue: late ? amount : null,
    })
  })
})

test('the date of what is pending is the contract’s expected date, reckoned from the line’s own row', async () => {
  for (const one of cases.filter(({ reason }) => reason !== 'dispute' && reason !== 'margin')) {
    const [row] = await owner<[Parameters<typeof expectedRelease>[0]]>`
      select state, (extract(epoch from shipped_at) * 1000)::float8 as "shippedAt",
        (extract(epoch from delivered_at) * 1000)::float8 as "deliveredAt",
        (extract(epoch from expected_at) * 1000)::float8 as "expectedAt"
      from lines where seller_id = ${scopeOf(one).sellerId}`
    const closed = one.name.startsWith('closed') && !one.name.endsWith('again')
    expect(expectedRelease(row, { closed, days: closed ? 180 : 15 }), one.name).toBe(dueAt(one))
  }
})
