import { setTimeout as sleep } from 'node:timers/promises'
import { ownerClient } from '#db/client.ts'
import { randomOf } from '#demo/random.ts'
import type { WireEvent } from '#demo/wire.ts'
import { buckets, Reckoning } from '#db/test/reckoning.ts'
import { Caller, signed } from '../bench/caller.ts'
import { mixOf } from '../bench/mix.ts'
import type { Scene } from './scene.ts'

export type Plan = {
  orders: number
  sellers: number
  batch: number
  /** Numbers of kills, at moments drawn from the seed. */
  serverKills: number
  postgresKills: number
  seed: string
}

/** The result of a drill. The lists are empty for a correct portal. */
export type Outcome = {
  events: number
  movements: number
  /** Calls that got no answer, or another status than 200, and were retried. */
  unanswered: number
  /** Events answered with `duplicate` after such a retry: an earlier attempt had booked them. */
  found: number
  /** The longest time from the first attempt with a batch to its answer; milliseconds. */
  longest: number
  /** Events with an unexpected status: parked although their cause was sent before, or `duplicate` at the first attempt. */
  strange: string[]
  /** Events whose booking was acknowledged, but that are missing from the database. */
  lost: string[]
  /** Books that differ from a recount in which each event counts once. */
  wrong: string[]
  /** Violations found by verify() and verifyLines(). */
  breaks: string[]
}

/**
 * Posts orders in four lanes and retries each batch until it is answered, while the server and Postgres are killed; then looks for lost
 * events, events booked twice, and books that do not add up.
 * @throws Error if a batch is not answered within a minute
 */
export async function crash(scene: Scene, plan: Plan, note: (text: string) => void = () => {}): Promise<Outcome> {
  const mix = mixOf({ orders: plan.orders, sellers: plan.sellers, prefix: `${plan.seed}-`, lanes: 4, from: Date.UTC(2025, 0, 1) })
  const acknowledged = new Set<string>()
  const posting: Posting = { acknowledged, unanswered: 0, found: 0, longest: 0, strange: [] }
  const over = new AbortController()
  const posted = Promise.all(mix.lanes.map((lane) => postLane(scene, lane, plan.batch, posting))).finally(() => over.abort())
  await Promise.all([posted, killInTheMiddle({ scene, plan, events: mix.events, so: () => acknowledged.size, over: over.signal, note })])
  note(`${mix.events} events acknowledged; ${posting.unanswered} calls were not answered and sent again`)
  const outcome = await inspect(mix.lanes.flat(), acknowledged)
  const { unanswered, found, longest, strange } = posting
  return { events: mix.events, unanswered, found, longest: Math.round(longest), strange, ...outcome }
}

type Killing = { scene: Scene; plan: Plan; events: number; so: () => number; over: AbortSignal; note: (text: string) => void }

async function killInTheMiddle({ scene, plan, events, so, over, note }: Killing): Promise<void> {
  const random = randomOf('kills', plan.seed)
  const kills = [...Array<'server'>(plan.serverKills).fill('server'), ...Array<'postgres'>(plan.postgresKills).fill('postgres')]
  const moments = kills.map((what) => ({ what, at: events * random.between(0.05, 0.9) })).toSorted((a, b) => a.at - b.at)
  for (const { what, at } of moments) {
    while (so() < at && !over.aborted) await sleep(2)
    if (over.aborted) return
    await (what === 'server' ? scene.killServer() : scene.killPostgres())
    note(`killed ${what} after ${so()} acknowledged events`)
  }
}

/** How long a batch is retried before the drill fails; milliseconds. */
const patience = 60_000

type Posting = { acknowledged: Set<string>; unanswered: number; found: number; longest: number; strange: string[] }

async function postLane(scene: Scene, lane: readonly WireEvent[], batch: number, posting: Posting): Promise<void> {
  const caller = new Caller(scene.credentials.url, 1)
  for (let at = 0; at < lane.length; at += batch) {
    const body = JSON.stringify({ events: lane.slice(at, at + batch) })
    const from = performance.now()
    let answer = await post(caller, scene, body)
    const first = answer.status === 200
    while (answer.status !== 200) {
      if (performance.now() - from > patience) throw new Error(`no answer: ${answer.status} ${answer.body.slice(0, 300)}`)
      posting.unanswered++
      await sleep(50)
      answer = await post(caller, scene, body)
    }
    posting.longest = Math.max(posting.longest, performance.now() - from)
    const { results } = JSON.parse(answer.body) as { results: { id: string; status: string }[] }
    for (const { id, status } of results) {
      if (status === 'duplicate' && !first) posting.found++
      else if (status !== 'posted') posting.strange.push(`${id} ${status}`)
      posting.acknowledged.add(id)
    }
  }
  caller.close()
}

function post(caller: Caller, { credentials }: Scene, body: string): Promise<{ status: number; body: string }> {
  const nothing = { status: 0, body: '' }
  return caller.call('/api/v1/events', { method: 'POST', headers: signed(credentials, body), body }).catch(() => nothing)
}

async function inspect(
  events: readonly WireEvent[],
  acknowledged: ReadonlySet<string>,
): Promise<Pick<Outcome, 'lost' | 'wrong' | 'breaks' | 'movements'>> {
  const owner = ownerClient()
  const booked = new Set((await owner<{ id: string }[]>`select id from events where problem is null`).map(({ id }) => id))
  const lost = [...acknowledged].filter((id) => !booked.has(id))
  const reckoning = new Reckoning()
  for (const event of events) reckoning.take(event)
  const rows = await owner<({ seller: string; currency: string; movements: number } & Record<(typeof buckets)[number], bigint>)[]>`
    select s.external_id as seller, b.currency, b.available, b.processing, b.pending, b.reserve, b.frozen, -b.debt as debt, b.version as movements
    from books b join sellers s on s.id = b.seller_id`
  const found = new Map(rows.map((row) => [`${row.seller} ${row.currency}`, row]))
  const wrong = [...reckoning.books].flatMap(([name, book]) => {
    const row = found.get(name)
    const same = row && row.movements === book.movements && buckets.every((bucket) => row[bucket] === book[bucket])
    return same || book.movements === 0 ? [] : [name]
  })
  await owner.end()
  const { verify } = await import('#server/ledger/index.ts')
  const { verifyLines } = await import('#server/orders/index.ts')
  const { breaks, movements } = await verify()
  const all = [...breaks, ...(await verifyLines()).breaks]
  return { lost, wrong, breaks: all.map(({ sellerId, what }) => `${sellerId} ${what}`), movements }
}
