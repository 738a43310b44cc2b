import { ownerClient } from '#db/client.ts'
import { now } from '#server/platform/clock.ts'
import { env } from '#server/platform/env.ts'
import { readDemo, walk } from './walk.ts'

/** Posts the demo marketplace's events that have fallen due by now. Does nothing without a demo. */
export async function postDue(): Promise<void> {
  await inDemo(async (owner) => walk(owner, (await now({ sql: owner })).getTime()))
}

/** Moves the demo's clock to `to` (epoch milliseconds) and posts the events that fall due. Does nothing without a demo. */
export async function walkTo({ to }: { readonly to: number }): Promise<void> {
  await inDemo((owner) => walk(owner, to))
}

async function inDemo(work: (owner: ReturnType<typeof ownerClient>) => Promise<unknown>): Promise<void> {
  if (env().PORTAL_DEMO !== 'on') return
  const owner = ownerClient()
  try {
    if (await readDemo(owner)) await work(owner)
  } finally {
    await owner.end({ timeout: 5 })
  }
}
