import { marketplaceRead } from '#server/platform/tx.ts'
import { eventTypeOf } from './event-code.ts'
import { expectedRelease, statusOf } from './line.ts'
import * as store from './statements-read.ts'
import type { LineFacts, LineView } from './views.ts'

export type OrderPage = { readonly lines: readonly LineView[]; readonly hasMore: boolean }

/**
 * An order of a marketplace with its lines, oldest payment first, for that marketplace's backend.
 * @param page at most `limit` lines, after the line `after` of the page before
 * @returns null where no line of it was ever paid in this marketplace, or none after that one
 */
export async function getOrder(
  marketplaceId: number,
  orderId: string,
  page: { readonly limit: number; readonly after: string | null },
): Promise<OrderPage | null> {
  return marketplaceRead(marketplaceId, async (tx) => {
    const found = await store.linesOfOrder(tx, marketplaceId, orderId, { ...page, limit: page.limit + 1 })
    if (found.length === 0) return null
    const lines = found.slice(0, page.limit)
    const events = await store.timelines(
      tx,
      lines.map((line) => line.key),
    )
    const byLine = new Map<string, typeof events>()
    for (const event of events) {
      const mine = byLine.get(event.line)
      if (mine) mine.push(event)
      else byLine.set(event.line, [event])
    }
    const withTimeline = lines.map((line) => {
      const timeline = (byLine.get(line.key) ?? []).map(({ line: _, type, ...at }) => ({ type: eventTypeOf(type), ...at }))
      return { ...lineView(line), timeline }
    })
    return { lines: withTimeline, hasMore: found.length > page.limit }
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
    reason: status === 'held' ? line.holdReason : null,
    expectedReleaseAt: expectedRelease(line, line.term),
    gross,
    fees: kinds.flatMap((kind) => (line[kind] === null ? [] : { kind, minor: line[kind] })),
    net,
    refunded,
    received: status === 'cancelled' ? 0n : net - refunded,
  }
}
