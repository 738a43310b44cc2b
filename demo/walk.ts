import { advisoryLocks } from '#db/advisory-locks.ts'
import type { Sql } from 'postgres'
import { parseEvent } from '#server/marketplace/events/parse-event.ts'
import { type EventResult, type MarketplaceEvent, postEvents } from '#server/orders/index.ts'
import { moveClock } from '#server/platform/clock.ts'
import { enterRates } from './rates.ts'
import { completeAt, type Demo, type Posting, schedule } from './schedule.ts'
import type { WireEvent } from './wire.ts'

/** What people did in the demo's past, beside the events that the marketplace posts. Doing it again changes nothing. */
export type Act = { at: number; carryOut: (owner: Sql, marketplaceId: number) => Promise<void> }

/** The demo as the database keeps it. */
export type DemoState = Demo & { marketplaceId: number; postedTo: number }

/** What one stretch of time brought. */
export type Walked = { events: number; tally: Partial<Record<EventResult['status'], number>>; rejected: EventResult[] }

/** A call takes at most so many events, as it would over HTTP. */
const most = 1000

/** Reads the demo; null where this installation has none. */
export async function readDemo(owner: Sql): Promise<DemoState | null> {
  const [row] = await owner<{ marketplaceId: number; seed: string; scale: number; today: string; postedTo: string }[]>`
    select marketplace_id as "marketplaceId", seed, scale,
      (extract(epoch from today) * 1000)::text as today, (extract(epoch from posted_to) * 1000)::text as "postedTo" from demo`
  return row ? { ...row, today: Number(row.today), postedTo: Number(row.postedTo) } : null
}

/**
 * Lets the demo's time pass: posts everything that falls due up to `to`, and takes the clock along, so that each thing is booked
 * when it happened. Where the clock is ahead already, it stays where it is. What was posted before is posted no second time, and
 * would do no harm.
 * @param owner a single connection of the owner, which holds the demo's lock meanwhile
 * @param to epoch milliseconds
 * @param options.acts what people do on the way (the seed's own past); `report` hears of each call
 */
export async function walk(
  owner: Sql,
  to: number,
  options: { acts?: readonly Act[]; report?: (at: number, events: number) => void } = {},
): Promise<Walked> {
  const walked: Walked = { events: 0, tally: {}, rejected: [] }
  await owner`select pg_advisory_lock(${advisoryLocks.walkDemo})`
  try {
    const demo = await readDemo(owner)
    if (!demo) throw new Error('this installation has no demo marketplace')
    let posted = demo.postedTo
    for (const step of inTurn(schedule(demo, demo.postedTo, to), options.acts ?? [], demo.postedTo)) {
      await reach(owner, step.at, posted)
      if ('events' in step) {
        count(walked, await post(demo.marketplaceId, step.events))
        posted = Math.max(posted, completeAt(step.at))
        options.report?.(step.at, walked.events)
      } else await step.carryOut(owner, demo.marketplaceId)
    }
    await enterRates(owner, demo.postedTo, to)
    await reach(owner, to, to)
    // It is later for every store, also where nothing happened.
    await owner`select pg_notify('books', id::text) from sellers`
  } finally {
    await owner`select pg_advisory_unlock(${advisoryLocks.walkDemo})`
  }
  return walked
}

/** Notes what is done and takes the clock to `at`, unless it is past that; the two statements travel together. */
async function reach(owner: Sql, at: number, posted: number): Promise<void> {
  await Promise.all([owner`update demo set posted_to = greatest(posted_to, to_timestamp(${posted}::float8 / 1000))`, moveClock(owner, at)])
}

function* inTurn(postings: Iterable<Posting>, acts: readonly Act[], from: number): Generator<Posting | Act> {
  const left = acts.filter((act) => act.at > from)
  for (const posting of postings) {
    while (left[0] && left[0].at < posting.at) yield left.shift() as Act
    yield posting
  }
  yield* left
}

/** The same way as over HTTP, from the parsed body on. */
async function post(marketplaceId: number, wire: readonly WireEvent[]): Promise<EventResult[]> {
  const events = wire.map(parsed)
  const results: EventResult[] = []
  for (let at = 0; at < events.length; at += most) results.push(...(await postEvents(marketplaceId, events.slice(at, at + most))))
  return results
}

function parsed(wire: WireEvent): MarketplaceEvent {
  const read = parseEvent(wire)
  if (!read.ok) throw new Error(`${wire.id}: ${read.faults.map((fault) => `${fault.pointer} ${fault.code}`).join(', ')}`)
  return read.event
}

function count(walked: Walked, results: readonly EventResult[]): void {
  walked.events += results.length
  for (const result of results) {
    walked.tally[result.status] = (walked.tally[result.status] ?? 0) + 1
    if (result.status === 'rejected') walked.rejected.push(result)
  }
}
