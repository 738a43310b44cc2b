import { randomUUID } from 'node:crypto'
import { postAll } from './events.ts'
import { median } from './load.ts'
import type { Measure } from './measure.ts'
import { mixOf } from './mix.ts'

const batchSize = 1000
const from = Date.UTC(2025, 0, 1)

/**
 * The time per event of each step of the event path: runs the steps of a request one after the other in this process, in batches of
 * 1,000, then posts such batches over one HTTP connection. The reference of each step is the whole time over HTTP.
 */
export const eventProfile: Measure = async ({ portal, size }) => {
  const [{ ownerClient }, { parseBody }, { parseEvent }, signature, { batchTx }, { keyed }, store, { fold }, { post }, { write }] =
    await Promise.all([
      import('#db/client.ts'),
      import('#server/marketplace/events/parse-body.ts'),
      import('#server/marketplace/events/parse-event.ts'),
      import('#server/marketplace/gate/signature.ts'),
      import('#server/platform/tx.ts'),
      import('#server/orders/keys.ts'),
      import('#server/orders/statements.ts'),
      import('#server/orders/fold.ts'),
      import('#server/ledger/index.ts'),
      import('#server/orders/statements-write.ts'),
    ])
  const owner = ownerClient()
  const [{ id: marketplaceId }] = await owner<[{ id: number }]>`select id from marketplaces order by id limit 1`
  await owner.end()
  const key = signature.signingKey(signature.secretBytes(portal.credentials.secret) as Buffer)
  const bodiesOf = (prefix: string) => {
    const [lane = []] = mixOf({ orders: Math.ceil(size.orders / 4), sellers: 1000, prefix, lanes: 1, from }).lanes
    return Array.from({ length: Math.floor(lane.length / batchSize) }, (_, n) =>
      JSON.stringify({ events: lane.slice(n * batchSize, (n + 1) * batchSize) }),
    )
  }

  const spent = { verify: [] as number[], parse: [] as number[], decide: [] as number[], sql: [] as number[], commit: [] as number[] }
  let mark = 0
  const begin = () => (mark = performance.now())
  const note = (part: keyof typeof spent) => {
    spent[part].push(performance.now() - mark)
    begin()
  }
  for (const body of bodiesOf('profile-')) {
    const bytes = Buffer.from(body)
    const [id, timestamp] = [randomUUID(), String(Math.floor(Date.now() / 1000))]
    const sent = signature.sign(key, id, timestamp, bytes)
    begin()
    if (signature.verify({ id, timestamp, signature: sent, body: bytes }, [key], Number(timestamp))) throw new Error('not believed')
    note('verify')
    const entries = parseBody(bytes).events.map((raw) => {
      const read = parseEvent(raw)
      if (!read.ok) throw new Error('not read')
      return keyed(marketplaceId, read.event)
    })
    note('parse')
    const names = [...new Set(entries.map(({ event }) => event.sellerId))].sort()
    await batchTx(async (tx) => {
      const sellers = await store.lockSellers(tx, marketplaceId, names)
      const { facts } = await store.load(tx, entries, sellers, { due: [], mostWoken: 0 })
      const loaded = performance.now() - mark
      begin()
      const { results, writes } = fold(entries, facts)
      if (results.some(({ status }) => status !== 'posted')) throw new Error('not booked')
      note('decide')
      await Promise.all([post(tx, writes.postings), write(tx, marketplaceId, writes)])
      spent.sql.push(loaded + performance.now() - mark)
      begin()
    })
    note('commit')
  }
  const http = await postAll(portal.credentials, [bodiesOf('profile-http-')])

  const each = (milliseconds: number) => (milliseconds * 1000) / batchSize
  const whole = 1e6 / http.perSecond
  const parts = Object.entries(spent).map(([name, times]) => [name, each(median(times))] as const)
  const rest = whole - parts.reduce((sum, [, value]) => sum + value, 0)
  return [...parts, ['http', rest] as const].map(([part, value]) => ({
    name: `event-profile-${part}`,
    value,
    unit: 'µs/event',
    reference: whole,
    ratio: value / whole,
  }))
}
