import type { z } from 'zod'
import { listEvents as eventsOf } from '#server/orders/index.ts'
import { answerReader } from '../gate/answer-reader.ts'
import { Id } from '../schema.ts'
import { wireEvent } from './get-event.ts'
import { limitOf, parametersOf, wrong } from './page.ts'
import type { EventList } from './schema.ts'

/** GET /events?status=parked|rejected: events that wait for another one, or were rejected after waiting; newest first. */
export function listEvents(request: Request): Promise<Response> {
  return answerReader('GET /events', request, async ({ marketplaceId }) => {
    const { status, limit: wanted, starting_after: after = null } = parametersOf(request, ['status', 'limit', 'starting_after'])
    if (status !== 'parked' && status !== 'rejected') throw wrong('status', status === undefined ? 'missing_field' : 'invalid_parameter')
    if (after !== null && !Id.safeParse(after).success) throw wrong('starting_after', 'invalid_parameter')
    const limit = limitOf(wanted)
    const found = await eventsOf(marketplaceId, status, { limit: limit + 1, after })
    if (!found) throw wrong('starting_after', 'stale_cursor')
    return { object: 'list', data: found.slice(0, limit).map(wireEvent), has_more: found.length > limit } satisfies z.infer<
      typeof EventList
    >
  })
}
