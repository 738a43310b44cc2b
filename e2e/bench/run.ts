// npm run bench [NAME…] [--small] [--least FIGURE=RATIO]: prints one JSON line per figure to stdout, and everything else to stderr.
// The run fails if a figure's ratio is below its `--least`.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { dataFolder } from '#bin/root.js'
import { activityGrowth } from './activity-growth.ts'
import { eventProfile } from './event-profile.ts'
import { eventsBatch, eventsSingle } from './events.ts'
import { lighthouse } from './lighthouse.ts'
import { live } from './live.ts'
import { type Bench, type Measure, sizes } from './measure.ts'
import { movementBytes } from './movement-bytes.ts'
import { memory } from './memory.ts'
import { overviewJs } from './page-js.ts'
import { balanceProcedure } from './pages.ts'
import { Pgbench } from './pgbench.ts'
import { startPortal } from './portal.ts'
import { settling } from './settling.ts'

/** In the order of the run: measures that fill the database come before those that need a filled one. */
const measures: Readonly<Record<string, Measure>> = {
  'events-batch': eventsBatch,
  'events-single': eventsSingle,
  'event-profile': eventProfile,
  settling,
  'balance-procedure': balanceProcedure,
  'movement-bytes': movementBytes,
  'overview-js': overviewJs,
  live,
  lighthouse,
  memory,
  'activity-growth': activityGrowth,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { small: { type: 'boolean', default: false }, least: { type: 'string', multiple: true, default: [] } },
})
const least = new Map(values.least.map((text) => text.split('=')).map(([name = '', ratio]) => [name, Number(ratio)]))
const unknown = positionals.filter((name) => !(name in measures))
if (unknown.length > 0) {
  process.stderr.write(`There is no measure ${unknown.join(', ')}. These there are: ${Object.keys(measures).join(', ')}.\n`)
  process.exit(2)
}

const note = (text: string) => process.stderr.write(`${text}\n`)
const data = path.join(dataFolder, 'bench')
note('Building the portal with two bare routes beside its own, and starting it on an empty database')
const portal = await startPortal(data, process.env.DATABASE_URL)
let pgbench: Promise<Pgbench> | undefined
const bench: Bench = {
  portal,
  size: values.small ? sizes.small : sizes.full,
  pgbench: () => (pgbench ??= Pgbench.prepare(portal.superuserUrl, path.join(data, 'pgbench'))),
  note,
}
let failed = 0
for (const name of positionals.length > 0 ? positionals : Object.keys(measures)) {
  try {
    for (const figure of (await measures[name]?.(bench)) ?? []) {
      process.stdout.write(`${JSON.stringify(rounded(figure))}\n`)
      const floor = least.get(figure.name)
      if (floor !== undefined && !((figure.ratio ?? 0) >= floor)) throw new Error(`${figure.name} is below ${floor} times its reference`)
    }
  } catch (error) {
    failed++
    note(`${name} could not be measured: ${(error as Error).message}`)
  }
}
await portal.stop()
process.exit(failed > 0 ? 1 : 0)

/** Rounds to four significant digits: no measurement is more exact. */
function rounded<T extends object>(figure: T): T {
  const short = (value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value)
  return Object.fromEntries(Object.entries(figure).map(([key, value]) => [key, short(value)])) as T
}
