import { advisoryLocks } from '#db/advisory-locks.ts'
import type { Sql } from 'postgres'
import { parseEvent } from '#server/marketplace/events/parse-event.ts'
import { type EventResult, type MarketplaceEvent, postEvents } from '#server/orders/index.ts'
import { moveClock } from '#server/platform/clock.ts'
import { enterRates } from './rates.ts'
import { completeAt, type Demo, type Posting, schedule } from './schedule.ts'
import type { WireEvent } from './wire.ts'

/** An action of people in the demo's past, in addition to the marketplace's events. It is idempotent. */
export type Act = { at: number; carryOut: (owner: Sql, marketplaceId: number) => Promise<void> }

/** The demo's row in the database; `postedTo`: all events up to then are posted. */
export type DemoState = Demo & { marketplaceId: number; postedTo: number }

/** The result of a walk: the number of events, their statuses, and the rejected ones. */
export type Walked = { events: number; tally: Partial<Record<EventResult['status'], number>>; rejected: EventResult[] }

/** The maximum number of events per call, as over HTTP. */
const most = 1000

/** Reads the demo; null if this installation has none. */
export async function readDemo(owner: Sql): Promise<DemoState | null> {
  const [row] = await owner<{ marketplaceId: number; seed: string; scale: number; today: string; postedTo: string }[]>`
    select marketplace_id as "marketplaceId", seed, scale,
      (extract(epoch from today) * 1000)::text as today, (extract(epoch from posted_to) * 1000)::text as "postedTo" from demo`
  return row ? { ...row, today: Number(row.today), postedTo: Number(row.postedTo) } : null
}

/**
 * Posts all events that fall due up to `to` and moves the clock along, so that each is booked when it happened. The clock never moves back.
 * Events before `postedTo` are skipped; posting an event twice would change nothing.
 * @param owner a client of the owner with one connection, which holds the demo's lock
 * @param to epoch milliseconds
 * @param options.acts actions of people on the way, for the seed; `report` is called after each posting
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
    // The time has changed for every store, also for those without new events.
    await owner`select pg_notify('books', id::text) from sellers`
  } finally {
    await owner`select pg_advisory_unlock(${advisoryLocks.walkDemo})`
  }
  return walked
}

/** Saves `postedTo` and moves the clock to `at`, unless it is later already. Both statements are sent in one round trip. */
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

/** Posts events through the same code as over HTTP, from the parsed body on. */
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
