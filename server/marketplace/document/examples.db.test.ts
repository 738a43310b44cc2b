import { beforeAll, describe, expect, test } from 'vitest'
import { newCaller, post } from '#db/test/caller.ts'
import { get } from '#db/test/v1.ts'
import * as answersOf from '../reads/schema.ts'
import { answers, batch, story } from './examples.ts'

// The document's examples, told to a real portal: what it shows as an answer is what is answered.

let shop: Awaited<ReturnType<typeof newCaller>>
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10) // of Asia/Shanghai

beforeAll(async () => {
  shop = await newCaller()
})

test('the example events are booked, one a request', async () => {
  const outcomes: string[] = []
  for (const event of story) outcomes.push(`${event.id} ${(await post(shop, [event])).body.results[0].status}`)
  expect(outcomes.filter((outcome) => !outcome.endsWith(' posted'))).toEqual(['cancel-1001-2 parked'])
})

test('the example batch gets the documented answer', async () => {
  const { status, body } = await post(shop, batch.request.events)
  expect([status, body]).toEqual([200, batch.answer])
})

describe('reads give the documented answers', () => {
  test('balances', async () => {
    const { status, body } = await get(shop, '/sellers/yunfan/balances')
    expect([status, answersOf.Balances.parse(body)]).toEqual([200, body])
    expect(body).toEqual({
      ...answers.balances,
      as_of: expect.any(String),
      currencies: { ...answers.balances.currencies, USD: { ...answers.balances.currencies.USD, pending: '92.00', total: '173.00' } }, // pay-1001-3-b
    })
  })

  test('the seller', async () => {
    const { body } = await get(shop, '/sellers/yunfan')
    expect(answersOf.Seller.parse(body)).toEqual(body)
    expect(body).toEqual(answers.seller)
  })

  test('the order', async () => {
    const { body } = await get(shop, '/orders/1001')
    expect(answersOf.Order.parse(body)).toEqual(body)
    const [line] = answers.order.lines
    expect(body.lines[0]).toEqual({ ...line, timeline: expect.any(Array) })
    const types = body.lines[0].timeline.map(({ type }: { type: string }) => type)
    expect(types).toEqual(story.filter(({ data }) => 'line_id' in data && data.line_id === '1').map(({ type }) => type))
    expect(body.lines[0].timeline[0]).toEqual({ ...line.timeline[0], booked_at: expect.any(String) })
    expect(body.lines[1]).toMatchObject({ line_id: '3', status: 'awaiting_shipment' })
    expect(body.lines[1].expected_release_at).toBeUndefined()
  })

  test('an event that was booked, and one that is parked', async () => {
    expect((await get(shop, '/events/pay-1001-1')).body).toEqual({ ...answers.posted, booked_at: expect.any(String) })
    expect((await get(shop, '/events/cancel-1001-4')).body).toEqual(answers.parked)
    const { body } = await get(shop, '/events?status=parked')
    expect(answersOf.EventList.parse(body)).toEqual(body)
    expect(body).toMatchObject({ object: 'list', data: [answers.parked], has_more: false })
  })

  test('the day', async () => {
    const { body } = await get(shop, `/reconciliation/${today}`)
    expect(answersOf.Reconciliation.parse(body)).toEqual(body)
    expect(body.currencies.USD).toMatchObject({ opening: '0.00', closing: '173.00' })
    expect(body.currencies.USD.by_type).toContainEqual({ type: 'order.paid', count: 2, sum: '183.00', moved: '183.00' })
    expect(body.currencies.USD.by_type).toContainEqual({ type: 'order.refunded', count: 1, sum: '-10.00', moved: '10.00' })
  })

  test('no withdrawals, and the document itself', async () => {
    expect((await get(shop, '/withdrawals')).body).toEqual({ object: 'list', data: [], has_more: false })
    expect((await get({ key: '' }, '/openapi.json')).body.openapi).toBe('3.1.1')
  })
})
