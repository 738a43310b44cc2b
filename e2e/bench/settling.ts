import type { WireEvent } from '#demo/wire.ts'
import { type Answer, Caller, signed } from './caller.ts'
import type { Bench, Figure, Measure } from './measure.ts'

const path = '/api/v1/events'
const at = (ms: number) => new Date(Date.UTC(2025, 0, 1) + ms).toISOString()

/** At least `count` events of a seller, three per line, each line's cause last. */
function livesOf(seller: string, count: number): WireEvent[] {
  return Array.from({ length: Math.ceil(count / 3) }, (_, n) => {
    const data = { order_id: `${seller}-${n >> 2}`, line_id: String(n) }
    const usd = { currency: 'USD', amount: '1.00' }
    const event = (type: string, ms: number, more: object = {}) => ({
      id: `${type}-${seller}-${n}`,
      type,
      occurred_at: at(ms),
      seller_id: seller,
      data: { ...data, ...more },
    })
    return [
      event('order.shipped', n + 1, { at: at(n + 1) }),
      event('order.released', n + 2),
      event('order.paid', n, { gross: usd, fees: [], net: usd }),
    ]
  }).flat()
}

function statusesOf(answer: Answer): string[] {
  if (answer.status !== 200) throw new Error(`POST ${path}: ${answer.status} ${answer.body.slice(0, 300)}`)
  return (JSON.parse(answer.body) as { results: { status: string }[] }).results.map(({ status }) => status)
}

/** How fast parked events of an unknown seller are booked once the seller is known, and the p99 of another seller's calls meanwhile. */
export const settling: Measure = async ({ portal, size, note }: Bench) => {
  const caller = new Caller(portal.credentials.url, 2)
  const post = (events: readonly WireEvent[]) => {
    const body = JSON.stringify({ events })
    return caller.call(path, { method: 'POST', headers: signed(portal.credentials, body), body })
  }
  const upserted = (seller: string): WireEvent => ({
    id: `comes-${seller}`,
    type: 'seller.upserted',
    occurred_at: at(0),
    seller_id: seller,
    data: { name: seller, region: 'CN' },
  })
  try {
    const events = livesOf('settling-late', size.parked)
    for (let from = 0; from < events.length; from += 1000) {
      const statuses = statusesOf(await post(events.slice(from, from + 1000)))
      if (statuses.some((status) => status !== 'parked')) throw new Error('an event did not wait')
    }
    await post([upserted('settling-other')])
    const others: number[] = []
    let settled = false
    const from = performance.now()
    const late = post([upserted('settling-late')]).finally(() => (settled = true))
    for (const event of livesOf('settling-other', 60_000)) {
      if (settled) break
      others.push((await post([event])).milliseconds)
    }
    statusesOf(await late)
    const seconds = (performance.now() - from) / 1000
    others.sort((a, b) => a - b)
    const p99 = others[Math.floor(others.length * 0.99)] ?? Number.NaN
    note(`settling: ${events.length} in ${seconds.toFixed(1)} s; ${others.length} others, the slowest ${others.at(-1)?.toFixed(0)} ms`)
    const figure = (name: string, value: number, unit: string): Figure => ({ name, value, unit, reference: null, ratio: null })
    return [figure('settling', events.length / seconds, 'events/s'), figure('settling-others-p99', p99, 'ms')]
  } finally {
    caller.close()
  }
}
