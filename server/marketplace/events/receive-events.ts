import { type EventResult, type MarketplaceEvent, postEvents } from '#server/orders/index.ts'
import { counter } from '#server/platform/metrics.ts'
import { answer } from '../gate/answer.ts'
import { accessOf } from '../gate/key.ts'
import { takeQuota } from '../gate/limit.ts'
import { readBody } from '../gate/read-body.ts'
import { requireSignature } from '../gate/require-signature.ts'
import { invalidEvent, rejectedEvent } from '../problem.ts'
import { type Body, parseBody } from './parse-body.ts'
import { parseEvent } from './parse-event.ts'

const eventsTotal = counter({
  name: 'portal_events_total',
  help: 'Events that the marketplaces posted, by what became of them.',
  labelNames: ['status', 'problem'],
})

type WireResult = {
  readonly id: string | null
  readonly status: EventResult['status']
  readonly problem?: ReturnType<typeof invalidEvent> | ReturnType<typeof rejectedEvent>
}

/** POST /events: key, quota, size, signature, then each event by itself; the answers in the order sent. */
export function receiveEvents(request: Request): Promise<Response> {
  return answer('POST /events', async (call) => {
    const access = await accessOf(request.headers.get('authorization'), 'events:write')
    call.notes.key = access.keyId
    Object.assign(call.headers, await takeQuota(access))
    const { bytes, release } = await readBody(request)
    try {
      await requireSignature(request.headers, bytes, access)
      const results = await judge(access.marketplaceId, parseBody(bytes))
      call.notes.events = results.length
      count(results)
      return { results }
    } finally {
      release()
    }
  })
}

async function judge(marketplaceId: number, body: Body): Promise<WireResult[]> {
  const results = new Array<WireResult>(body.events.length)
  const events: MarketplaceEvent[] = []
  const places: number[] = []
  for (const [at, raw] of body.events.entries()) {
    const parsed = parseEvent(raw)
    const repeated = body.duplicates.get(at)
    if (repeated)
      results[at] = rejected(
        raw,
        repeated.map((pointer) => ({ pointer, code: 'duplicate_key' as const })),
      )
    else if (!parsed.ok) results[at] = rejected(raw, parsed.faults)
    else {
      events.push(parsed.event)
      places.push(at)
    }
  }
  const booked = events.length > 0 ? await postEvents(marketplaceId, events) : []
  booked.forEach(({ id, status, problem }, n) => {
    results[places[n] as number] = problem ? { id, status, problem: rejectedEvent(problem) } : { id, status }
  })
  return results
}

/** One step of a counter for each outcome, not for each event: labels cost more than adding. */
function count(results: readonly WireResult[]): void {
  const sums = new Map<string, { status: string; problem: string; n: number }>()
  for (const { status, problem } of results) {
    const name = problem?.code ?? status
    const sum = sums.get(name)
    if (sum) sum.n++
    else sums.set(name, { status, problem: problem?.code ?? '', n: 1 })
  }
  for (const { status, problem, n } of sums.values()) eventsTotal.inc({ status, problem }, n)
}

const rejected = (raw: unknown, faults: Parameters<typeof invalidEvent>[0]): WireResult => ({
  id: idOf(raw),
  status: 'rejected',
  problem: invalidEvent(faults),
})

/** The id as it was sent, so that the caller finds the event again even where the id itself is what is wrong. */
function idOf(raw: unknown): string | null {
  const id = typeof raw === 'object' && raw !== null && Object.hasOwn(raw, 'id') ? (raw as { id: unknown }).id : null
  return typeof id === 'string' ? id : null
}
