import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { readCalendar, readSummary, readWhy } from '#server/forecast/index.ts'
import { expectedRelease } from '#server/orders/line.ts'
import { scopeOfMember } from '#server/platform/actor.ts'
import { seed } from './seed.ts'
import { shops } from './shops.ts'

// The demo's calendar, reasons and weeks, each reckoned a second time from the rows of lines and movements, in plain JavaScript.

const owner = ownerClient()
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-forecast-'))
const currencies = ['CNY', 'USD'] as const
const sellers: { id: number; zone: string; story: string }[] = []
let now = 0

beforeAll(async () => {
  await seed({ folder, portalUrl: 'http://localhost:3000', scale: 0.004, note: () => {} })
  for (const { sellerId, story } of shops) {
    const [row] = await owner<[{ id: number; zone: string }]>`select id, time_zone as zone from sellers where external_id = ${sellerId}`
    sellers.push({ ...row, story })
  }
  const [row] = await owner<[{ ms: number }]>`select (extract(epoch from portal_now()) * 1000)::float8 as ms`
  now = row.ms
})

afterAll(async () => {
  await owner.end()
  fs.rmSync(folder, { recursive: true })
})

const cents = (amount: string) => BigInt(amount.replace('.', ''))
const dayIn = (zone: string, at: number) => new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at)

type Row = Record<'pending' | 'frozen' | 'reserve', bigint> &
  Record<'state', number> &
  Record<'deliveredAt' | 'expectedAt' | 'holdUntil' | 'marginUntil', number | null>

const linesOf = (id: number, currency: string) => owner<Row[]>`
  select pending, frozen, reserve, state, (extract(epoch from delivered_at) * 1000)::float8 as "deliveredAt",
    (extract(epoch from expected_at) * 1000)::float8 as "expectedAt", (extract(epoch from hold_until) * 1000)::float8 as "holdUntil",
    (extract(epoch from margin_until) * 1000)::float8 as "marginUntil"
  from lines where seller_id = ${id} and currency = ${currency}`

/** Day (or null) → cents, of everything that a line still holds. */
async function reckoned(id: number, currency: string, zone: string): Promise<Map<string | null, bigint>> {
  const days = new Map<string | null, bigint>()
  const put = (at: number | null, minor: bigint) => {
    const on = at === null ? null : dayIn(zone, at)
    if (minor > 0n) days.set(on, (days.get(on) ?? 0n) + minor)
  }
  for (const line of await linesOf(id, currency)) {
    const expected = expectedRelease(line, 15)
    const held = Math.floor(line.state / 16) % 2 === 1
    put(expected !== null && held ? Math.max(expected, line.holdUntil ?? 0) : expected, line.pending + line.frozen)
    put(line.marginUntil, line.reserve)
  }
  return days
}

test('each day of the calendar is what the lines expected then hold, and past + days + later + no date yet = pending + frozen + reserve', async () => {
  for (const { id, zone, story } of sellers) {
    for (const currency of currencies) {
      const days = await reckoned(id, currency, zone)
      const { past, later, undated, ...calendar } = await readCalendar(scopeOfMember(id, 'viewer'), { currency, horizon: 60, on: null })
      const shown = calendar.days.map(({ day }) => day)
      expect(shown[0], story).toBe(dayIn(zone, now))
      for (const { day, sum } of calendar.days) expect(cents(sum), `${story} ${day}`).toBe(days.get(day) ?? 0n)
      const outside = [...days].filter(([day]) => day !== null && !shown.includes(day)).reduce((sum, [, minor]) => sum + minor, 0n)
      expect(cents(past.sum) + cents(later.sum), story).toBe(outside)
      expect(cents(undated.sum), story).toBe(days.get(null) ?? 0n)
      const { pending, frozen, reserve } = calendar.balance
      const sum = [past, calendar.within, later, undated].reduce((total, one) => total + cents(one.sum), 0n)
      expect(sum, story).toBe(cents(pending) + cents(frozen) + cents(reserve))
    }
  }
})

test('the reasons add up to total − available in every store, and Shenzhen’s dispute names the order of 1,204.50', async () => {
  for (const { id, story } of sellers) {
    for (const currency of currencies) {
      const { reasons, balance, missing } = await readWhy(scopeOfMember(id, 'viewer'), currency)
      const sum = reasons.reduce((total, { amount }) => total + cents(amount), 0n)
      expect(sum, story).toBe(cents(balance.total) - cents(balance.available))
      expect(cents(missing), story).toBe(sum)
      const debt = reasons.find(({ kind }) => kind === 'debt')
      if (debt) expect(debt.causes.reduce((total, { amount }) => total + cents(amount), 0n)).toBe(-cents(debt.amount))
      if (story === 'taiwan' && currency === 'USD') expect(debt).toBeDefined()
      if (story === 'shenzhen' && currency === 'USD')
        expect(reasons.find(({ kind }) => kind === 'dispute')?.orders[0]).toMatchObject({ amount: '1204.50', blocker: 'dispute' })
    }
  }
})

test('each of the last eight weeks is what the movements released then', async () => {
  for (const { id, zone, story } of sellers) {
    const { currencies: found } = await readSummary(scopeOfMember(id, 'viewer'))
    for (const { currency, weeks } of found) {
      const rows = await owner<{ at: number; amount: bigint }[]>`
        select (extract(epoch from booked_at) * 1000)::float8 as at, amount from movements
        where seller_id = ${id} and currency = ${currency} and kind in (2, 4, 9)`
      for (const { week, amount } of weeks) {
        const next = new Date(Date.parse(week) + 7 * 86_400_000).toISOString().slice(0, 10)
        const own = rows.filter(({ at }) => dayIn(zone, at) >= week && dayIn(zone, at) < next)
        expect(cents(amount), `${story} ${week}`).toBe(own.reduce((sum, row) => sum + row.amount, 0n))
      }
    }
  }
})
