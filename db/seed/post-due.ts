import { ownerClient } from '#db/client.ts'
import { now } from '#server/platform/clock.ts'
import { env } from '#server/platform/env.ts'
import { readDemo, walk } from './walk.ts'

/** The demo marketplace at work: posts what has fallen due until now. Does nothing where there is no demo. */
export async function postDue(): Promise<void> {
  if (env().PORTAL_DEMO !== 'on') return
  const owner = ownerClient()
  try {
    if (await readDemo(owner)) await walk(owner, (await now({ sql: owner })).getTime())
  } finally {
    await owner.end({ timeout: 5 })
  }
}
