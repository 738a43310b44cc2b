import { ownerClient } from '#db/client.ts'
import { createSandbox, type Sandbox } from '#server/marketplace/credentials/create-sandbox.ts'
import { now } from '#server/platform/clock.ts'
import { actsOf } from './acts.ts'
import { DAY, MINUTE } from './calendar.ts'
import { beginning, type Demo } from './schedule.ts'
import { readDemo, walk, type Walked } from './walk.ts'

/** How far the seed is: a day of its history, and the events posted so far. */
export type Progress = { day: number; days: number; events: number }

/**
 * Makes an empty database the sandbox: its marketplace with a key, and the demo's stories told from 120 days ago until now. A seed
 * that was interrupted goes on where it stopped.
 * @param options.scale size of the very large seller; 1 is 100,000 movements
 * @param options.credentials hears the sandbox's key and secret, before the long part begins
 * @returns null where there was nothing to do: the demo stands, or the database is somebody's own
 */
export async function seed(
  options: Partial<Demo> & { credentials?: (sandbox: Sandbox) => void; report?: (progress: Progress) => void } = {},
): Promise<Walked | null> {
  const owner = ownerClient()
  try {
    // What is lost in a crash is posted again: only the last commit of the seed waits for the disk.
    await owner`set synchronous_commit = off`
    if (!(await readDemo(owner)) && !(await begin(owner, options))) return null
    const demo = await readDemo(owner)
    if (!demo || demo.postedTo >= demo.today) return null
    const start = beginning(demo)
    const days = Math.round((demo.today - start) / DAY)
    const report = (at: number, events: number) => options.report?.({ day: Math.floor((at - start) / DAY), days, events })
    const walked = await walk(owner, demo.today, { acts: actsOf(demo.today), report })
    const failed = Object.entries(walked.tally).filter(([status]) => status !== 'posted' && status !== 'duplicate')
    if (failed.length > 0) throw new Error(`the demo's own events were not booked: ${JSON.stringify([failed, walked.rejected.slice(0, 5)])}`)
    await owner`set synchronous_commit = on`
    await owner`update installation set clock_offset = '0' where portal_now() <= clock_timestamp()`
    return walked
  } finally {
    await owner.end({ timeout: 5 })
  }
}

/** Sets the clock back to the history's first day, which only a database without a past allows, and makes the marketplace. */
async function begin(
  owner: ReturnType<typeof ownerClient>,
  { today, seed: name = 'demo', scale = 1, credentials }: Partial<Demo> & { credentials?: (sandbox: Sandbox) => void },
): Promise<boolean> {
  const end = today ?? Math.floor((await now({ sql: owner })).getTime() / MINUTE) * MINUTE
  const start = beginning({ seed: name, today: end, scale })
  const [made] = await owner`
    update installation set sandbox = true, clock_offset = make_interval(secs => ${start}::float8 / 1000 - extract(epoch from clock_timestamp())::float8)
    where not exists (select from sellers) and (sandbox or not exists (select from marketplaces)) returning 1`
  if (!made) return false
  const sandbox = await createSandbox()
  await owner`
    insert into demo (marketplace_id, seed, today, scale, posted_to)
    values (${sandbox.marketplaceId}, ${name}, to_timestamp(${end}::float8 / 1000), ${scale}, to_timestamp(${start}::float8 / 1000))`
  credentials?.(sandbox)
  return true
}
