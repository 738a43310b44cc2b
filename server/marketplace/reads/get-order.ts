import type { z } from 'zod'
import { getOrder as orderOf, type LineView } from '#server/orders/index.ts'
import { answerReader, idIn, notFound } from '../gate/answer-reader.ts'
import { Id } from '../schema.ts'
import { parametersOf, wrong } from './page.ts'
import type { Line, Order } from './schema.ts'
import { wireMoney, wireTime } from './wire.ts'

/** Marketplace contract: lines in an answer. */
export const maxLines = 1000

/** GET /orders/{order_id}: the lines of it that were paid, `starting_after` a line of it. */
export function getOrder(request: Request, orderId: string): Promise<Response> {
  return answerReader('GET /orders/{order_id}', request, async ({ marketplaceId }) => {
    const { starting_after: after = null } = parametersOf(request, ['starting_after'])
    if (after !== null && !Id.safeParse(after).success) throw wrong('starting_after', 'invalid_parameter')
    const id = idIn(orderId)
    const page = await orderOf(marketplaceId, id, { limit: maxLines, after })
    if (!page) throw notFound()
    return { order_id: id, lines: page.lines.map(wireLine), has_more: page.hasMore } satisfies z.infer<typeof Order>
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
