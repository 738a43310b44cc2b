import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newCaller, post } from '#db/test/caller.ts'
import { get } from '#db/test/v1.ts'
import { ownerClient } from '#db/client.ts'
import { requestWithdrawal } from '#db/test/withdrawals.ts'

const owner = ownerClient(1)
let [shop, other]: Awaited<ReturnType<typeof newCaller>>[] = []
let counter = 0

const money = (amount: string, currency = 'USD') => ({ currency, amount })
const event = (type: string, seller_id: string, data: object, occurred_at = '2026-01-01T00:00:00Z') => ({
  id: `e-${++counter}`,
  type,
  occurred_at,
  seller_id,
  data,
})
const seller = (id: string, data: object = {}) => event('seller.upserted', id, { name: id, region: 'CN', ...data })
const paid = (id: string, line_id: string, amount: string, currency = 'USD') =>
  event('order.paid', id, { order_id: `order-of-${id}`, line_id, gross: money(amount, currency), fees: [], net: money(amount, currency) })
const tell = async (events: object[]) => {
  const { body } = await post(shop!, events)
  expect(body.results.map((result: { status: string }) => result.status)).toEqual(events.map(() => 'posted'))
}

beforeAll(async () => {
  ;[shop, other] = [await newCaller(), await newCaller()]
})
afterAll(() => owner.end())

describe('balances', () => {
  test('always hold CNY and USD, and other currencies with their own digits', async () => {
    await tell([seller('tokyo'), paid('tokyo', '1', '1500', 'JPY'), paid('tokyo', '2', '1.234', 'KWD')])
    const { body } = await get(shop!, '/sellers/tokyo/balances')
    expect(Object.keys(body.currencies).toSorted()).toEqual(['CNY', 'JPY', 'KWD', 'USD'])
    expect(body.currencies.JPY).toMatchObject({ pending: '1500', total: '1500', debt: '0' })
    expect(body.currencies.KWD).toMatchObject({ pending: '1.234', available: '0.000' })
    expect(body).toMatchObject({ seller_id: 'tokyo', status: 'unopened' })
  })

  test('show a debt as a positive amount, taken off the total', async () => {
    const line = { order_id: 'order-of-debtor', line_id: '1' }
    await tell([seller('debtor'), paid('debtor', '1', '100.00'), event('order.released', 'debtor', line)])
    const [row] = await owner<[{ id: number }]>`select id from sellers where external_id = 'debtor'`
    // A withdrawal empties the account: the only way into debt.
    await requestWithdrawal({ sellerId: row.id, currency: 'USD', amount: 10_000n })
    await tell([event('order.refunded', 'debtor', { ...line, refund_id: 'r', amount: money('100.00') })])
    const { body } = await get(shop!, '/sellers/debtor/balances')
    const { available, processing, debt, total } = body.currencies.USD
    expect({ available, processing, debt, total }).toEqual({ available: '0.00', processing: '100.00', debt: '100.00', total: '0.00' })
  })

  test('follow the account: closed, reopened', async () => {
    await tell([seller('closing'), event('seller.closed', 'closing', {}, '2026-01-02T00:00:00Z')])
    expect((await get(shop!, '/sellers/closing/balances')).body.status).toBe('closed')
    await tell([event('seller.reopened', 'closing', {}, '2026-01-03T00:00:00Z')])
    expect((await get(shop!, '/sellers/closing/balances')).body.status).toBe('unopened')
  })

  test('at the end of a day, in the seller’s own zone', async () => {
    await tell([seller('kiribati', { time_zone: 'Pacific/Kiritimati' }), seller('samoa', { time_zone: 'Pacific/Pago_Pago' })])
    await tell([paid('kiribati', '1', '1.00'), paid('samoa', '1', '1.00')])
    const dayIn = (timeZone: string, days = 0) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(Date.now() + days * 86_400_000)
    for (const [id, zone] of [
      ['kiribati', 'Pacific/Kiritimati'],
      ['samoa', 'Pacific/Pago_Pago'],
    ] as const) {
      const yesterday = await get(shop!, `/sellers/${id}/balances?at=${dayIn(zone, -1)}`)
      expect(yesterday.body.currencies.USD.pending, id).toBe('0.00')
      const today = await get(shop!, `/sellers/${id}/balances?at=${dayIn(zone)}`)
      expect(today.body.currencies.USD.pending, id).toBe('1.00')
      expect(Date.parse(today.body.as_of)).toBeLessThanOrEqual(Date.now() + 1000)
      expect(Date.parse(yesterday.body.as_of)).toBeLessThan(Date.parse(today.body.as_of))
    }
    expect((await get(shop!, '/sellers/kiribati/balances?at=0001-01-01')).body.currencies.USD.total).toBe('0.00')
    // Kiritimati is a day ahead of Pago Pago, so what is yet to come is the seller's own tomorrow.
    expect((await get(shop!, `/sellers/kiribati/balances?at=${dayIn('Pacific/Kiritimati', 1)}`)).body.errors).toMatchObject([
      { pointer: '/at', code: 'future_date' },
    ])
    expect((await get(shop!, `/sellers/samoa/balances?at=${dayIn('Pacific/Pago_Pago', 1)}`)).status).toBe(422)
  })
})

describe('lists', () => {
  test('of parked events, newest first, page by page to the end', async () => {
    const waiting = Array.from({ length: 7 }, (_, n) => event('order.unheld', 'tokyo', { order_id: 'later', line_id: String(n) }))
    for (const one of waiting) expect((await post(shop!, [one])).body.results[0].status).toBe('parked')
    const pages: string[][] = []
    for (let after = ''; ;) {
      const { body } = await get(shop!, `/events?status=parked&limit=3${after && `&starting_after=${after}`}`)
      expect(body.object).toBe('list')
      pages.push(body.data.map(({ id }: { id: string }) => id))
      if (!body.has_more) break
      after = pages.at(-1)!.at(-1)!
    }
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1])
    expect(pages.flat()).toEqual(waiting.map(({ id }) => id).toReversed())
  })

  test('say what to do where the event of starting_after was booked since', async () => {
    const waiting = event('order.shipped', 'tokyo', { order_id: 'order-of-tokyo', line_id: 'gone', at: '2026-01-02T00:00:00Z' })
    expect((await post(shop!, [waiting])).body.results[0].status).toBe('parked')
    expect((await get(shop!, `/events?status=parked&starting_after=${waiting.id}`)).status).toBe(200)
    await tell([paid('tokyo', 'gone', '15', 'JPY')])
    const { status, body } = await get(shop!, `/events?status=parked&starting_after=${waiting.id}`)
    expect([status, body.errors]).toMatchObject([422, [{ code: 'stale_cursor', detail: expect.stringContaining('Start again') }]])
  })

  test('of events that turned out impossible, with the problem that posting them again answers', async () => {
    const late = paid('tokyo', 'twice', '1500', 'JPY')
    const cancel = event('order.cancelled', 'tokyo', { order_id: 'order-of-tokyo', line_id: 'twice' })
    const release = event('order.released', 'tokyo', { order_id: 'order-of-tokyo', line_id: 'twice' }, '2026-01-02T00:00:00Z')
    expect((await post(shop!, [cancel, release])).body.results.map((r: { status: string }) => r.status)).toEqual(['parked', 'parked'])
    await tell([late])
    const { body } = await get(shop!, '/events?status=rejected')
    expect(body.data).toMatchObject([{ id: release.id, type: 'order.released', status: 'rejected', problem: { code: 'line_cancelled' } }])
    expect((await get(shop!, `/events/${release.id}`)).body).toEqual(body.data[0])
    expect((await post(shop!, [release])).body.results[0]).toEqual({ id: release.id, status: 'rejected', problem: body.data[0].problem })
    expect((await post(shop!, [{ ...release, occurred_at: '2026-01-05T00:00:00Z' }])).body.results[0].problem.code).toBe('event_conflict')
  })
})

describe('a seller', () => {
  test('is what the newest seller.upserted said, and which event that was, whatever came last', async () => {
    const newest = event('seller.upserted', 'known', { name: ' Known  ', region: 'DE', email: 'a@b.example' }, '2026-02-02T00:00:00.5Z')
    await tell([seller('known', { locale: 'en', time_zone: 'Europe/Berlin' }), newest])
    const older = event('seller.upserted', 'known', { name: 'Older', region: 'CN' }, '2026-02-01T00:00:00Z')
    await tell([older])
    expect((await get(shop!, '/sellers/known')).body).toEqual({
      seller_id: 'known',
      status: 'unopened',
      name: 'Known',
      region: 'DE',
      email: 'a@b.example',
      occurred_at: '2026-02-02T00:00:00.500Z',
      event_id: newest.id,
    })
  })

  test('that was only named by an event which waits is not there', async () => {
    const { body } = await post(shop!, [paid('known-typo', '1', '1.00')])
    expect(body.results[0].status).toBe('parked')
    expect((await get(shop!, '/sellers/known-typo')).status).toBe(404)
    expect((await get(shop!, '/sellers/known-typo/balances')).status).toBe(404)
  })
})

describe('an event that waits', () => {
  const of = (line_id: string) => ({ order_id: 'order-of-patient', line_id })
  test('names its seller, its line and what it waits for', async () => {
    await tell([seller('patient'), paid('patient', 'held', '5.00'), event('order.held', 'patient', { ...of('held'), reason: 'risk' })])
    await tell([paid('patient', 'open', '5.00')])
    const waiting = [
      [event('order.shipped', 'patient-typo', { ...of('open'), at: '2026-01-02T00:00:00Z' }), 'seller.upserted'],
      [event('order.cancelled', 'patient', of('unpaid')), 'order.paid'],
      [event('order.released', 'patient', of('held')), 'order.unheld'],
      [event('margin.released', 'patient', of('open')), 'order.released'],
    ] as const
    for (const [one, waiting_for] of waiting) {
      expect((await post(shop!, [one])).body.results[0].status).toBe('parked')
      const { body } = await get(shop!, `/events/${one.id}`)
      const { id, type, occurred_at, seller_id } = one
      const { order_id, line_id } = one.data as { order_id: string; line_id: string }
      expect(body).toEqual({
        id,
        type,
        status: 'parked',
        occurred_at: '2026-01-01T00:00:00.000Z',
        seller_id,
        order_id,
        line_id,
        waiting_for,
      })
      expect(occurred_at).toBe('2026-01-01T00:00:00Z')
      expect((await get(shop!, '/events?status=parked&limit=1')).body.data).toEqual([body])
    }
    await tell([event('order.released', 'patient', of('open'))])
    const [margin] = waiting[3]
    const { body } = await get(shop!, `/events/${margin.id}`)
    expect(body).toMatchObject({ status: 'posted', seller_id: 'patient', ...of('open') })
    expect(body.waiting_for).toBeUndefined()
  })
})

test('an order of 2,300 lines comes a thousand at a time, each line once', async () => {
  await tell([seller('large')])
  const lines = Array.from({ length: 2300 }, (_, n) => ({
    ...paid('large', `l-${n}`, '1.00'),
    occurred_at: `2026-01-0${1 + (n % 9)}T00:00:00Z`,
  }))
  for (let at = 0; at < lines.length; at += 1000) await tell(lines.slice(at, at + 1000))
  const pages: string[][] = []
  for (let after = ''; ;) {
    const { body } = await get(shop!, `/orders/order-of-large${after && `?starting_after=${after}`}`)
    pages.push(body.lines.map(({ line_id }: { line_id: string }) => line_id))
    if (!body.has_more) break
    after = pages.at(-1)!.at(-1)!
  }
  expect(pages.map((page) => page.length)).toEqual([1000, 1000, 300])
  expect(new Set(pages.flat()).size).toBe(2300)
  expect((await get(shop!, '/orders/order-of-large?starting_after=nothing')).status).toBe(404)
})

test.each([
  ['/sellers/nobody/balances', 404, 'not_found'],
  ['/sellers/a%20b/balances', 404, 'not_found'],
  ['/sellers/%E4%B8%AD/balances', 404, 'not_found'],
  ['/sellers/%/balances', 404, 'not_found'],
  ["/sellers/'or'1'='1/balances", 404, 'not_found'],
  ['/sellers/tokyo/balances?at=2026-02-30', 422, 'invalid_request'],
  ['/sellers/tokyo/balances?at=yesterday', 422, 'invalid_request'],
  ['/sellers/tokyo/balances?at=', 422, 'invalid_request'],
  ['/sellers/tokyo/balances?on=2026-02-01', 422, 'invalid_request'],
  ['/sellers/tokyo/balances?at=2026-02-01&at=2026-02-02', 422, 'invalid_request'],
  ['/orders/nothing', 404, 'not_found'],
  ['/orders/order-of-tokyo?starting_after=%00', 422, 'invalid_request'],
  ['/orders/order-of-tokyo?limit=5', 422, 'invalid_request'],
  ['/sellers/nobody', 404, 'not_found'],
  ['/sellers/..', 404, 'not_found'],
  ['/sellers/tokyo?at=2026-01-01', 422, 'invalid_request'],
  ['/events/nothing', 404, 'not_found'],
  ['/events', 422, 'invalid_request'],
  ['/events?status=posted', 422, 'invalid_request'],
  ['/events?status=parked&limit=0', 422, 'invalid_request'],
  ['/events?status=parked&limit=101', 422, 'invalid_request'],
  ['/events?status=parked&limit=1e1', 422, 'invalid_request'],
  ['/events?status=parked&limit=', 422, 'invalid_request'],
  ['/events?status=parked&starting_after=nothing', 422, 'invalid_request'],
  ['/sellers/./balances', 404, 'not_found'],
  ['/sellers/%2e%2e/balances', 404, 'not_found'],
  ['/sellers/tokyo/balances?at=9999-12-31', 422, 'invalid_request'],
  ['/sellers/tokyo/balances?at=0000-01-01', 422, 'invalid_request'],
  ['/events?status=parked&starting_after=%00', 422, 'invalid_request'],
  ['/reconciliation/2026-02-30', 422, 'invalid_request'],
  ['/reconciliation/yesterday', 422, 'invalid_request'],
  ['/reconciliation/9999-12-31', 422, 'invalid_request'],
  ['/withdrawals?limit=1000', 422, 'invalid_request'],
  ['/nothing', 404, 'not_found'],
])('GET %s answers %i %s', async (address, status, code) => {
  const answer = await get(shop!, address)
  expect([answer.status, answer.body.code, answer.headers.get('content-type')]).toEqual([status, code, 'application/problem+json'])
})

test('what is another marketplace’s is not there, word for word', async () => {
  const [line] = [{ order_id: 'order-of-tokyo', line_id: '1' }]
  const parked = event('margin.released', 'tokyo', line)
  expect((await post(shop!, [parked])).body.results[0].status).toBe('parked')
  const known = ['/sellers/tokyo', '/sellers/tokyo/balances', '/orders/order-of-tokyo', `/events/${parked.id}`]
  const unknown = ['/sellers/unknown', '/sellers/unknown/balances', '/orders/unknown', '/events/unknown']
  for (const [at, address] of known.entries()) {
    expect((await get(shop!, address)).status).toBe(200)
    const [foreign, nothing] = [await get(other!, address), await get(other!, unknown[at]!)]
    expect(foreign.status).toBe(404)
    expect({ ...foreign.body, trace_id: '' }).toEqual({ ...nothing.body, trace_id: '' })
  }
  expect((await get(other!, '/events?status=parked')).body.data).toEqual([])
  expect((await get(other!, `/events?status=parked&starting_after=${parked.id}`)).status).toBe(422)
  const today = new Date().toISOString().slice(0, 10)
  expect((await get(other!, `/reconciliation/${today}`)).body.currencies).toEqual({})
  // The same names are free there.
  const again = await post(other!, [{ ...seller('tokyo'), id: parked.id }])
  expect(again.body.results[0].status).toBe('posted')
})

test('a key without the scope read, or none, reads nothing', async () => {
  const writer = await newCaller({ scopes: ['events:write'] })
  for (const address of [
    '/sellers/tokyo',
    '/sellers/tokyo/balances',
    '/orders/x',
    '/events/x',
    '/events?status=parked',
    '/reconciliation/2026-01-01',
    '/withdrawals',
  ]) {
    expect((await get(writer, address)).body.code, address).toBe('out_of_scope')
    const nobody = await get({ key: 'sfp_none' }, address)
    expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Bearer')])
  }
})
