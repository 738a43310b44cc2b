import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ownerClient } from '#db/client.ts'
import { instant } from '#db/test/instant.ts'
import { Reckoning } from '#db/test/reckoning.ts'
import { verify } from '#server/ledger/index.ts'
import { happened, holdReasonCode } from '#server/orders/index.ts'
import { now } from '#server/platform/clock.ts'
import { env } from '#server/platform/env.ts'
import { DAY } from './calendar.ts'
import { clockCommand } from './clock-command.ts'
import { postDue } from './post-due.ts'
import { beginning, type Demo, schedule } from './schedule.ts'
import { type Withdrawal, withdrawals } from './scenes.ts'
import { demoStart, seed, seedIsDue } from './seed.ts'
import { shopOf, type StoryName } from './shops.ts'
import { readDemo, walk } from './walk.ts'

const owner = ownerClient()
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portal-seed-'))
const options = { folder, portalUrl: 'http://localhost:3000', scale: 0.004, today: Date.parse(instant) }
/** Timeout of a seed, milliseconds: it takes seconds, on a loaded machine minutes. */
const patience = 300_000
let demo: Demo
let notes = 0

type BookRow = { available: bigint; processing: bigint; pending: bigint; reserve: bigint; frozen: bigint; debt: bigint; movements: number }

/** Both books of a story; empty ones if nothing was posted. */
async function books(story: StoryName): Promise<Record<'USD' | 'CNY', BookRow>> {
  const rows = await owner<(BookRow & { currency: 'USD' | 'CNY' })[]>`
    select b.currency, available, processing, pending, reserve, frozen, -debt as debt, version as movements
    from books b join sellers s on s.id = b.seller_id where s.external_id = ${shopOf(story).sellerId}`
  const of = (currency: string) => {
    const row = rows.find((one) => one.currency === currency)
    const { available = 0n, processing = 0n, pending = 0n, reserve = 0n, frozen = 0n, debt = 0n, movements = 0 } = row ?? {}
    return { available, processing, pending, reserve, frozen, debt, movements }
  }
  return { USD: of('USD'), CNY: of('CNY') }
}

/** The expected books, by the contract's rules, after all events up to an instant and the withdrawals. */
function reckon(to: number): Reckoning {
  const reckoning = new Reckoning()
  const asked = withdrawals(demo.today)
  for (const posting of schedule(demo, beginning(demo), to)) {
    while (asked[0] && posting.at > asked[0].at) reckoning.withdraw(asked.shift() as Withdrawal)
    for (const event of posting.events) reckoning.take(event)
  }
  return reckoning
}

async function expectBooks(to: number): Promise<void> {
  const reckoning = reckon(to)
  const stories: StoryName[] = ['shenzhen', 'hongkong-home', 'hongkong-outdoor', 'taiwan', 'germany', 'quiet', 'large']
  for (const story of stories) {
    const found = await books(story)
    for (const currency of ['USD', 'CNY'] as const) {
      const { movements: _, ...expected } = reckoning.book(shopOf(story).sellerId, currency)
      expect({ story, currency, ...found[currency] }).toMatchObject({ story, currency, ...expected })
    }
  }
}

beforeAll(async () => {
  expect(await seedIsDue()).toBe(true)
  const seeded = await seed({ ...options, note: () => notes++ })
  demo = (await readDemo(owner)) as Demo
  expect(seeded?.tally).toEqual({ posted: seeded?.events })
}, patience)

afterAll(async () => {
  await owner.end()
  fs.rmSync(folder, { recursive: true })
})

describe('the stories, in the database', () => {
  test('every book is what the events say, reckoned apart', async () => {
    await expectBooks(demo.today)
    expect((await verify()).breaks).toEqual([])
  })

  test('Shenzhen has money in every bucket of both currencies, and a dispute over 1,204.50 that is still open', async () => {
    const { USD, CNY } = await books('shenzhen')
    for (const { available, processing, pending, reserve, frozen } of [USD, CNY])
      expect([available, processing, pending, reserve, frozen].every((part) => part > 0n)).toBe(true)
    const disputes = await owner`
      select l.currency, l.frozen::text as frozen from lines l join sellers s on s.id = l.seller_id
      where s.external_id = ${shopOf('shenzhen').sellerId} and l.state & ${happened.held}::int <> 0 and l.hold_reason = ${holdReasonCode.dispute}`
    expect(disputes.map((row) => `${row.currency} ${row.frozen}`)).toContain('USD 120450')
    expect(disputes.some((row) => row.currency === 'CNY')).toBe(true)
  })

  test('Shenzhen asked for two releases: one was declined, one waits for its answer', async () => {
    const rows =
      await owner`select r.decision, count(p.*)::int as proofs from release_requests r join release_proofs p on p.request = r.id group by 1`
    expect(Object.fromEntries(rows.map((row) => [String(row.decision), row.proofs]))).toEqual({ declined: 1, null: 1 })
  })

  test('Hong Kong is one person with two stores, each with RMB and USD', async () => {
    const stores = await owner<{ external: string; role: string }[]>`
      select s.external_id as external, m.role from members m join sellers s on s.id = m.seller_id join users u on u.id = m.user_id
      where u.email = 'wingki.chan@harbourlane.example' order by 1`
    expect(stores.map((row) => `${row.external} ${row.role}`)).toEqual(['hk-harbourlane-home owner', 'hk-harbourlane-outdoor owner'])
    for (const store of ['hongkong-home', 'hongkong-outdoor'] as const) {
      const { USD, CNY } = await books(store)
      expect([USD.available > 0n, CNY.available > 0n]).toEqual([true, true])
    }
  })

  test('Taiwan owes after its return, and has pending money that will repay it', async () => {
    const { USD } = await books('taiwan')
    expect(USD.available).toBe(0n)
    expect(USD.debt).toBeGreaterThan(50_000n)
    expect(USD.pending).toBeGreaterThan(0n)
  })

  test('Germany is not opened and has had releases; the quiet shop is opened and has nothing', async () => {
    const opened = await owner<
      { external: string; opened: boolean }[]
    >`select external_id as external, opened_at is not null as opened from sellers`
    const states = Object.fromEntries(opened.map((row) => [row.external, row.opened]))
    expect(states[shopOf('germany').sellerId]).toBe(false)
    expect(states[shopOf('quiet').sellerId]).toBe(true)
    expect((await books('germany')).USD.available).toBeGreaterThan(0n)
    expect(await books('quiet')).toMatchObject({ USD: { movements: 0 }, CNY: { movements: 0 } })
  })
})

describe('the past', () => {
  test('was booked when it happened: each day has its movements, none later than half a day', async () => {
    const [row] = await owner<[{ days: number; late: number; early: number }]>`
      select count(distinct (booked_at at time zone 'Asia/Shanghai')::date)::int as days,
        max(extract(epoch from booked_at - occurred_at))::float8 as late, min(extract(epoch from booked_at - occurred_at))::float8 as early
      from movements`
    expect(row.days).toBeGreaterThanOrEqual(120)
    expect(row.early).toBeGreaterThanOrEqual(0)
    expect(row.late).toBeLessThan(12.1 * 3600)
  })

  test('ends where the demo was to start, and the clock runs on from there', async () => {
    expect(await demoStart()).toBe(Date.parse(instant))
    const clock = (await now({ sql: owner })).getTime()
    expect(clock).toBeGreaterThanOrEqual(demo.today)
    expect(clock - demo.today).toBeLessThan(60_000)
    await expect.poll(async () => (await now({ sql: owner })).getTime()).toBeGreaterThan(clock)
  })

  test('its people opened their accounts then, not today, and accepted the terms in their language', async () => {
    const [row] = await owner<[{ opened: number; accepted: number; locale: string }]>`
      select extract(epoch from portal_now() - opened_at)::float8 / 86400 as opened,
        extract(epoch from portal_now() - accepted_at)::float8 / 86400 as accepted, t.locale
      from sellers s join terms_acceptances t on t.seller_id = s.id where external_id = ${shopOf('shenzhen').sellerId}`
    for (const days of [row.opened, row.accepted]) expect(Math.abs(days - 118)).toBeLessThan(1.5)
    expect(row.locale).toBe('zh-CN')
  })
})

describe('seeding', () => {
  test('leaves the key of the marketplace’s backend to its owner, and says how far it is', () => {
    const file = path.join(folder, 'sandbox.env')
    expect(fs.readFileSync(file, 'utf8')).toMatch(/^PORTAL_URL=http:\/\/localhost:3000\nPORTAL_KEY=\S{20,}\nPORTAL_SECRET=whsec_\S+\n$/)
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
    expect(notes).toBeGreaterThan(100)
  })

  test('again does nothing', async () => {
    expect(await seedIsDue()).toBe(false)
    expect(await seed(options)).toBeNull()
  })

  test('that was interrupted goes on where it stopped, and what is told twice counts once', async () => {
    await owner`update demo set posted_to = today - interval '3 days'`
    expect(await seedIsDue()).toBe(true)
    const again = await seed(options)
    expect(again?.tally).toEqual({ duplicate: again?.events })
    await expectBooks(demo.today)
  })
})

describe('the clock moved forward', () => {
  test('and interrupted anywhere leaves nothing out: the next walk posts the rest', async () => {
    const from = (await readDemo(owner))?.postedTo ?? 0
    const to = demo.today + 2 * DAY
    const due = [...schedule(demo, from, to)].flatMap((posting) => posting.events).length
    let seen = 0
    for (let calls = 3; calls < 30; calls += 9) {
      let left = calls
      const report = (_: number, events: number) => {
        seen = Math.max(seen, events)
        if (--left === 0) throw new Error('interrupted')
      }
      await expect(walk(owner, to, { report })).rejects.toThrow('interrupted')
    }
    expect(seen).toBeGreaterThan(0)
    await walk(owner, to)
    const [row] = await owner<
      [{ count: number }]
    >`select count(*)::int as count from events where occurred_at > to_timestamp(${from}::float8 / 1000)`
    expect(row.count).toBe(due)
    await expectBooks(to)
  })

  test('posts what falls due and nothing else, each at its own hour', async () => {
    const from = demo.today + 2 * DAY
    const to = demo.today + 3 * DAY
    const due = [...schedule(demo, from, to)].flatMap((posting) => posting.events)
    const walked = await walk(owner, to)
    expect(walked).toMatchObject({ events: due.length, tally: { posted: due.length } })
    const posted = await owner<{ id: string; late: number }[]>`
      select id, extract(epoch from booked_at - occurred_at)::float8 as late from events where occurred_at > to_timestamp(${from}::float8 / 1000)`
    expect(posted.map((row) => row.id).toSorted()).toEqual(due.map((event) => event.id).toSorted())
    expect(posted.every((row) => row.late >= 0 && row.late < 12.1 * 3600)).toBe(true)
    await expectBooks(to)
    expect((await now({ sql: owner })).getTime()).toBeGreaterThanOrEqual(to)
  })

  test('and tells the open pages of every store that it is later, also of those where nothing fell due', async () => {
    const told = new Set<number>()
    const listening = await owner.listen('books', (ids) => ids.split(',').forEach((id) => told.add(Number(id))))
    const [{ ids }] = await owner<[{ ids: number[] }]>`select array_agg(id) as ids from sellers`
    await walk(owner, demo.today + 3 * DAY)
    await vi.waitFor(() => expect(told).toEqual(new Set(ids)))
    await listening.unlisten()
  })

  test('to where it already is does nothing; the same days again are duplicates', async () => {
    const to = demo.today + 3 * DAY
    expect(await walk(owner, to)).toMatchObject({ events: 0 })
    await owner`update demo set posted_to = today`
    const again = await walk(owner, to)
    expect(again.tally).toEqual({ duplicate: again.events })
    await expectBooks(to)
  })

  test('by the command line, which says what happened', async () => {
    const said: string[] = []
    const say = (line: string) => void said.push(line)
    expect(await clockCommand(['+12h'], say)).toBe(0)
    expect(said[0]).toMatch(/^[1-9][0-9]* events fell due: [0-9]+ posted\.$/)
    await expectBooks((await readDemo(owner))?.postedTo ?? 0)
    expect(await clockCommand(['-3d'], say)).toBe(2)
    expect(await clockCommand(['+9999d'], say)).toBe(2)
    expect(await clockCommand([], say)).toBe(0)
    expect(said.at(-1)).toMatch(/^The portal's clock says 2/)
  })

  test('two at once post nothing twice', async () => {
    const from = (await readDemo(owner))?.postedTo ?? 0
    const to = demo.today + 5 * DAY
    const other = ownerClient()
    const both = await Promise.all([walk(owner, to), walk(other, to)])
    await other.end()
    const due = [...schedule(demo, from, to)].flatMap((posting) => posting.events).length
    expect(both.map((one) => one.events).toSorted((a, b) => a - b)).toEqual([0, due])
    await expectBooks(to)
  })
})

describe('while the clock runs by itself', () => {
  test('the demo marketplace posts what has fallen due, in the demo only', async () => {
    await owner`update installation set clock_offset = clock_offset + interval '1 day'`
    await postDue()
    expect((await readDemo(owner))?.postedTo).toBeLessThan(demo.today + 5.5 * DAY)
    Object.assign(env(), { PORTAL_DEMO: 'on' })
    await postDue()
    const { postedTo = 0 } = (await readDemo(owner)) ?? {}
    expect(Math.abs(postedTo - (await now({ sql: owner })).getTime())).toBeLessThan(10_000)
    await expectBooks(postedTo)
  })
})
