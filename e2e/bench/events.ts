import type { WireEvent } from '#demo/wire.ts'
import { type Answer, Caller, type Credentials, signed } from './caller.ts'
import { drive, type Load, median } from './load.ts'
import { interleaved, type Measure } from './measure.ts'
import { mixOf } from './mix.ts'

const history = Date.UTC(2025, 0, 1)
const path = '/api/v1/events'
const bareHandler = '/api/bare-events'

/** The bodies of a lane's calls, in order. */
function bodies(lane: readonly WireEvent[], batch: number): string[] {
  return Array.from({ length: Math.ceil(lane.length / batch) }, (_, n) =>
    JSON.stringify({ events: lane.slice(n * batch, (n + 1) * batch) }),
  )
}

/** The number of events that an answer reports. @throws Error if one was not booked, because refused events would distort the figure */
function posted(answer: Answer): number {
  if (answer.status !== 200) throw new Error(`POST ${path}: ${answer.status} ${answer.body.slice(0, 300)}`)
  const { results } = JSON.parse(answer.body) as { results: { status: string }[] }
  const refused = results.find(({ status }) => status !== 'posted')
  if (refused) throw new Error(`an event was not booked: ${JSON.stringify(refused)}`)
  return results.length
}

/** Posts bodies, one caller per queue and one call of it at a time, until the queues are empty or the time is over. */
export async function postAll(credentials: Credentials, queues: string[][], to = path, seconds?: number): Promise<Load> {
  const caller = new Caller(credentials.url, queues.length)
  const next = (lane: number) => {
    const body = queues[lane]?.shift()
    return body === undefined ? null : caller.call(to, { method: 'POST', headers: signed(credentials, body), body })
  }
  try {
    return await drive({ callers: queues.length, ...(seconds === undefined ? {} : { seconds }), next, units: posted })
  } finally {
    caller.close()
  }
}

/** Events per second in batches of 1,000 over four connections for 1,000 sellers ÷ transactions of `pgbench -N` on the same server. */
export const eventsBatch: Measure = async (bench) => {
  const { portal, size } = bench
  const pgbench = await bench.pgbench()
  const loads: Load[] = []
  const round = async (prefix: string, orders: number) => {
    const { lanes } = mixOf({ orders, sellers: 1000, prefix, lanes: 4, from: history })
    const queues = lanes.map((lane) => bodies(lane, 1000))
    return postAll(portal.credentials, queues)
  }
  await round('batch-warm-', Math.ceil(size.orders / 10))
  const { value, reference, ratio } = await interleaved(
    bench,
    'events-batch',
    async (n) => {
      const load = await round(`batch-${n}-`, size.orders)
      loads.push(load)
      return load.perSecond
    },
    () => pgbench.perSecond(size.seconds),
  )
  const p50 = median(loads.map((load) => load.p50))
  bench.note(`events-batch: p50 ${p50.toFixed(0)} ms, p99 ${median(loads.map((load) => load.p99)).toFixed(0)} ms a batch`)
  return [{ name: 'events-batch', value, unit: 'events/s', reference, ratio }]
}

/** Single events from 64 callers ÷ those of a bare handler on the same server, which only verifies, parses and answers. */
export const eventsSingle: Measure = async (bench) => {
  const { portal, size } = bench
  const tails = { ours: [] as number[], bare: [] as number[] }
  const round = (prefix: string, seconds: number, to?: string) => {
    const { lanes } = mixOf({ orders: size.orders, sellers: 1024, prefix, lanes: 64, from: history })
    return postAll(
      portal.credentials,
      lanes.map((lane) => bodies(lane, 1)),
      to,
      seconds,
    )
  }
  await round('single-warm-', size.seconds / 2)
  await round('bare-warm-', size.seconds / 2, bareHandler)
  const { value, reference, ratio } = await interleaved(
    bench,
    'events-single',
    async (n) => {
      const load = await round(`single-${n}-`, size.seconds)
      tails.ours.push(load.p99)
      return load.perSecond
    },
    async (n) => {
      const load = await round(`bare-${n}-`, size.seconds, bareHandler)
      tails.bare.push(load.p99)
      return load.perSecond
    },
  )
  const [ours, bare] = [median(tails.ours), median(tails.bare)]
  return [
    { name: 'events-single', value, unit: 'events/s', reference, ratio },
    { name: 'events-single-p99', value: ours, unit: 'ms', reference: bare, ratio: ours / bare },
  ]
}
