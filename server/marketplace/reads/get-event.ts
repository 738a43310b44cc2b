import type { z } from 'zod'
import { type EventView, getEvent as eventOf } from '#server/orders/index.ts'
import { answerReader, idIn, notFound } from '../gate/answer-reader.ts'
import { rejectedEvent } from '../problem.ts'
import { parametersOf } from './page.ts'
import type { EventState } from './schema.ts'
import { wireTime } from './wire.ts'

/** GET /events/{id}: its status. A rejected event whose id stayed free is not found. */
export function getEvent(request: Request, id: string): Promise<Response> {
  return answerReader('GET /events/{id}', request, async ({ marketplaceId }) => {
    parametersOf(request, [])
    const event = await eventOf(marketplaceId, idIn(id))
    if (!event) throw notFound()
    return wireEvent(event)
  })
}

/** An event as it is listed and shown. */
export function wireEvent(event: EventView): z.infer<typeof EventState> {
  return {
    id: event.id,
    type: event.type,
    status: event.status,
    seller_id: event.sellerId,
    ...(event.orderId !== null && { order_id: event.orderId }),
    ...(event.lineId !== null && { line_id: event.lineId }),
    ...(event.waitingFor !== null && { waiting_for: event.waitingFor }),
    occurred_at: wireTime(event.occurredAt),
    ...(event.bookedAt !== null && { booked_at: wireTime(event.bookedAt) }),
    ...(event.problem && { problem: rejectedEvent(event.problem) }),
  }
}
