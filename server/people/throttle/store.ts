import { and, eq, gt, lt, lte, sql } from 'drizzle-orm'
import { clockNow } from '#db/schema/columns.ts'
import { provenNetworks, throttles } from '#db/schema/sessions.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Counted, type Limit, limits, throttleKey } from './throttle.ts'

const secondsAgo = (seconds: number) => sql`clock_timestamp() - make_interval(secs => ${seconds})`

/**
 * Counts a try if it may be made now.
 * @returns 0, or the seconds until the next one may
 */
export async function countTry(tx: Tx, counted: Counted): Promise<number> {
  const { free, first = 1, longest, forgottenAfter }: Limit = limits[counted.limit]
  const key = throttleKey(counted)
  const isForgotten = sql`${throttles.lastAt} < ${secondsAgo(forgottenAfter)}`
  // The wait is throttle.ts's waitAfter. clock_timestamp: a try that waited for the row's lock is judged by when it got it.
  const wait = sql`case when ${isForgotten} or ${throttles.tries} + 1 < ${free} then 0
    else least(${longest}, ${first} * power(2, least(${throttles.tries} + 1 - ${free}, 30))) end`
  const taken = await tx.db
    .insert(throttles)
    .values({ key, tries: 1, lastAt: clockNow, freeAt: clockNow })
    .onConflictDoUpdate({
      target: throttles.key,
      set: {
        tries: sql`case when ${isForgotten} then 1 else ${throttles.tries} + 1 end`,
        lastAt: clockNow,
        freeAt: sql`clock_timestamp() + make_interval(secs => ${wait})`,
      },
      setWhere: lte(throttles.freeAt, clockNow),
    })
    .returning({ tries: throttles.tries })
  if (taken.length > 0) return 0
  const seconds = sql<number>`ceil(extract(epoch from ${throttles.freeAt} - clock_timestamp()))::int`
  const [row] = await tx.db.select({ seconds }).from(throttles).where(eq(throttles.key, key))
  return Math.max(1, row?.seconds ?? 1)
}

/** How many tries are counted that the limit still remembers. */
export async function countedTries(tx: Tx, counted: Counted): Promise<number> {
  const { forgottenAfter } = limits[counted.limit]
  const [row] = await tx.db
    .select({ tries: throttles.tries })
    .from(throttles)
    .where(and(eq(throttles.key, throttleKey(counted)), gt(throttles.lastAt, secondsAgo(forgottenAfter))))
  return row?.tries ?? 0
}

/** Returns a try that turned out right. `all` forgets the earlier ones too: a person who proved who they are starts anew. */
export async function returnTry(tx: Tx, counted: Counted, all: boolean): Promise<void> {
  const isCounted = eq(throttles.key, throttleKey(counted))
  if (all) await tx.db.delete(throttles).where(isCounted)
  else
    await tx.db
      .update(throttles)
      .set({ tries: sql`greatest(${throttles.tries} - 1, 0)`, freeAt: clockNow })
      .where(isCounted)
}

/** Forgets tries that no limit remembers any more, and networks that nobody has used for half a year. */
export async function sweepThrottles(tx: Tx): Promise<void> {
  await tx.db.delete(throttles).where(lt(throttles.lastAt, sql`clock_timestamp() - interval '2 days'`))
  await tx.db.delete(provenNetworks).where(lt(provenNetworks.usedAt, sql`clock_timestamp() - interval '180 days'`))
}
