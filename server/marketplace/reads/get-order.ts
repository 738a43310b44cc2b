import type { z } from 'zod'
import { getOrder as orderOf, type LineView } from '#server/orders/index.ts'
import { answerReader, idIn, notFound } from '../gate/answer-reader.ts'
import { parametersOf } from './page.ts'
import type { Line, Order } from './schema.ts'
import { wireMoney, wireTime } from './wire.ts'

/** GET /orders/{order_id}: the lines of it that were paid. */
export function getOrder(request: Request, orderId: string): Promise<Response> {
  return answerReader('GET /orders/{order_id}', request, async ({ marketplaceId }) => {
    parametersOf(request, [])
    const id = idIn(orderId)
    const lines = await orderOf(marketplaceId, id)
    if (!lines) throw notFound()
    return { order_id: id, lines: lines.map(wireLine) } satisfies z.infer<typeof Order>
  })
}

function wireLine(line: LineView): z.infer<typeof Line> {
  const money = (minor: bigint) => wireMoney(minor, line.currency)
  return {
    line_id: line.lineId,
    seller_id: line.sellerId,
    status: line.status,
    ...(line.reason && { reason: line.reason }),
    ...(line.expectedReleaseAt !== null && { expected_release_at: wireTime(line.expectedReleaseAt) }),
    gross: money(line.gross),
    fees: line.fees.map(({ kind, minor }) => ({ kind, amount: money(minor) })),
    net: money(line.net),
    refunded: money(line.refunded),
    received: money(line.received),
    timeline: line.timeline.map(({ type, occurredAt, bookedAt }) => ({
      type,
      occurred_at: wireTime(occurredAt),
      booked_at: wireTime(bookedAt),
    })),
  }
}
