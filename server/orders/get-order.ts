import { batchTx } from '#server/platform/tx.ts'
import { eventTypeOf } from './event-code.ts'
import { expectedRelease, happened, has, statusOf } from './line.ts'
import * as store from './store-read.ts'
import type { LineFacts, LineView } from './views.ts'

/**
 * An order of a marketplace with its lines, for that marketplace's backend.
 * @returns null where no line of it was ever paid in this marketplace
 */
export async function getOrder(marketplaceId: number, orderId: string): Promise<LineView[] | null> {
  return batchTx(async (tx) => {
    const lines = await store.linesOfOrder(tx, marketplaceId, orderId)
    if (lines.length === 0) return null
    const events = await store.timelines(
      tx,
      lines.map((line) => line.key),
    )
    return lines.map((line) => {
      const timeline = events.filter((event) => event.line === line.key)
      return { ...lineView(line), timeline: timeline.map(({ line: _, type, ...at }) => ({ type: eventTypeOf(type), ...at })) }
    })
  })
}

function lineView(line: LineFacts): Omit<LineView, 'timeline'> {
  const { lineId, sellerId, currency, gross, net, refunded } = line
  const status = statusOf(line)
  const kinds = ['commission', 'escrow', 'affiliate'] as const
  return {
    lineId,
    sellerId,
    currency,
    status,
    reason: has(line, happened.held) ? line.holdReason : null,
    expectedReleaseAt: expectedRelease(line, line.term),
    gross,
    fees: kinds.flatMap((kind) => (line[kind] === null ? [] : { kind, minor: line[kind] })),
    net,
    refunded,
    received: status === 'cancelled' ? 0n : net - refunded,
  }
}
