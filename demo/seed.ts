import { advisoryLocks } from '#db/advisory-locks.ts'
import fs from 'node:fs'
import path from 'node:path'
import { ownerClient } from '#db/client.ts'
import { createSandbox, type Sandbox } from '#server/marketplace/index.ts'
import { now } from '#server/platform/clock.ts'
import { actsOf } from './acts.ts'
import { DAY, MINUTE } from './calendar.ts'
import { beginning, type Demo } from './schedule.ts'
import { readDemo, walk, type Walked } from './walk.ts'

type Owner = ReturnType<typeof ownerClient>

export type SeedOptions = Partial<Demo> & {
  /** The folder for sandbox.env (address, key and secret of the marketplace's backend). */
  folder: string
  portalUrl: string
  /** Receives the progress as text. */
  note?: (text: string) => void
}

/** Whether seed() has something to do: the database is empty, or an earlier seed was interrupted. */
export async function seedIsDue(): Promise<boolean> {
  const owner = ownerClient()
  try {
    const demo = await readDemo(owner)
    if (demo) return demo.postedTo < demo.today
    const [row] = await owner<[{ empty: boolean }]>`
      select not exists (select from sellers) and (sandbox or not exists (select from marketplaces)) as empty from installation`
    return row.empty
  } finally {
    await owner.end({ timeout: 5 })
  }
}

/** The instant at which the demo's history ends, epoch milliseconds; null without a demo. */
export async function demoStart(): Promise<number | null> {
  const owner = ownerClient()
  try {
    return (await readDemo(owner))?.today ?? null
  } finally {
    await owner.end({ timeout: 5 })
  }
}

/**
 * Makes an empty database the sandbox: a marketplace with a key, and a history of 120 days that ends now, or at `today`, from where the
 * clock runs on. An interrupted seed continues where it stopped.
 * @returns null if there was nothing to do: the demo is complete, or the database has other data
 */
export async function seed(options: SeedOptions): Promise<Walked | null> {
  const owner = ownerClient()
  try {
    await owner`select pg_advisory_lock(${advisoryLocks.seedDemo})`
    if (!(await seedIsDue())) return null
    // The seed posts again what a crash loses, so only its last commit waits for the disk.
    await owner`set synchronous_commit = off`
    const demo = (await readDemo(owner)) ?? (await begin(owner, options))
    const start = beginning(demo)
    const days = Math.round((demo.today - start) / DAY)
    const report = (at: number, events: number) =>
      options.note?.(`day ${Math.min(days, Math.ceil((at - start) / DAY))} of ${days}, ${events} events`)
    const walked = await walk(owner, demo.today, { acts: actsOf(demo.today), report })
    const failed = Object.keys(walked.tally).filter((status) => status !== 'posted' && status !== 'duplicate')
    if (failed.length > 0)
      throw new Error(`the demo's own events were not booked: ${JSON.stringify([walked.tally, walked.rejected.slice(0, 5)])}`)
    // Otherwise the planner assumes empty tables until autovacuum runs.
    await owner`analyze`
    await owner`set synchronous_commit = on`
    if (options.today === undefined) await owner`update installation set clock_offset = '0' where clock_offset < interval '0'`
    return walked
  } finally {
    await owner.end({ timeout: 5 })
  }
}

/** Sets the clock back to the history's first day, which needs an empty database, and makes the marketplace. */
async function begin(owner: Owner, { today, seed: name = 'demo', scale = 1, folder, portalUrl }: SeedOptions): Promise<Demo> {
  const end = today ?? Math.floor((await now({ sql: owner })).getTime() / MINUTE) * MINUTE
  const demo = { seed: name, today: end, scale }
  const start = beginning(demo)
  await owner`
    update installation set sandbox = true,
      clock_offset = make_interval(secs => ${start}::float8 / 1000 - extract(epoch from clock_timestamp())::float8)`
  const sandbox = await createSandbox()
  writeCredentials(folder, portalUrl, sandbox)
  await owner`
    insert into demo (marketplace_id, seed, today, scale, posted_to)
    values (${sandbox.marketplaceId}, ${name}, to_timestamp(${end}::float8 / 1000), ${scale}, to_timestamp(${start}::float8 / 1000))`
  return demo
}

/** Writes sandbox.env, readable by its owner only; the rename makes it atomic. */
function writeCredentials(folder: string, portalUrl: string, { key, secret }: Sandbox): void {
  const file = path.join(folder, 'sandbox.env')
  fs.writeFileSync(`${file}.new`, `PORTAL_URL=${portalUrl}\nPORTAL_KEY=${key}\nPORTAL_SECRET=${secret}\n`, { mode: 0o600 })
  fs.renameSync(`${file}.new`, file)
}
