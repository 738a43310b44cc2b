import { ownerClient } from '#db/client.ts'
import { postAll } from './events.ts'
import type { Measure } from './measure.ts'
import { mixOf } from './mix.ts'

/** The disk space of a movement with its indexes, after posted events: a bulk load would fill the pages more. */
export const movementBytes: Measure = async ({ portal, size }) => {
  const { lanes } = mixOf({ orders: size.orders, sellers: 1000, prefix: 'bytes-', lanes: 4, from: Date.UTC(2025, 0, 1) })
  await postAll(
    portal.credentials,
    lanes.map((lane) =>
      Array.from({ length: Math.ceil(lane.length / 1000) }, (_, n) => JSON.stringify({ events: lane.slice(n * 1000, (n + 1) * 1000) })),
    ),
  )
  const owner = ownerClient()
  const [row] = await owner<[{ bytes: number; table: number }]>`
    select pg_total_relation_size('movements')::float8 / count(*) as bytes, pg_relation_size('movements')::float8 / count(*) as table
    from movements`
  await owner.end()
  return [{ name: 'movement-bytes', value: row.bytes, unit: 'bytes', reference: row.table, ratio: row.bytes / row.table }]
}
