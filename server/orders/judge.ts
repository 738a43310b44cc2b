import type { Balances, Move } from '#server/ledger/index.ts'
import type { EventProblem } from './errors.ts'
import type { MarketplaceEvent } from './event.ts'
import { happened, has, type Line } from './line.ts'
import * as postings from './postings.ts'

/** The events of a line that exists already: everything but its payment. */
export type LineEvent = Exclude<MarketplaceEvent, { type: 'seller.upserted' | 'seller.closed' | 'seller.reopened' | 'order.paid' }>

/** What becomes of an event: booked with its movements and its mark on the line, kept for later, or refused. */
export type Judgement =
  | { readonly outcome: 'posted'; readonly moves: readonly Move[]; readonly marks: number; readonly clears?: number }
  | { readonly outcome: 'parked' }
  | { readonly outcome: 'rejected'; readonly problem: EventProblem }

const parked: Judgement = { outcome: 'parked' }

/**
 * Judges an event of a paid line (marketplace contract, "Writing"). Pure: the caller carries the moves out.
 * @param sellerId the seller that the event names
 * @param book the seller's balances in the line's currency
 * @param refundSeen whether this refund_id of the line came under another event
 */
export function judge(line: Line, event: LineEvent, sellerId: number, book: Balances, refundSeen: boolean): Judgement {
  if (line.sellerId !== sellerId) return refused('wrong_seller')
  switch (event.type) {
    case 'order.shipped':
      return posted([], happened.shipped)
    case 'order.delivered':
      return posted([], happened.delivered)
    case 'order.confirmed':
      return posted([], happened.confirmed)
    case 'order.released':
      if (event.margin && event.margin.currency !== line.currency) return refused('currency_mismatch')
      if (has(line, happened.released)) return refused('already_released')
      if (has(line, happened.cancelled)) return refused('line_cancelled')
      if (has(line, happened.held)) return parked
      return posted(postings.release(line, event.margin?.minor ?? 0n, book), happened.released)
    case 'margin.released':
      return has(line, happened.released) ? posted(postings.marginReturn(line, book)) : parked
    case 'order.held':
      if (has(line, happened.cancelled)) return refused('line_cancelled')
      return posted(postings.hold(line), happened.held)
    case 'order.unheld':
      return has(line, happened.held) ? { ...posted(postings.unhold(line)), clears: happened.held } : parked
    case 'order.refunded':
      if (event.amount.currency !== line.currency) return refused('currency_mismatch')
      if (refundSeen) return refused('refund_conflict')
      if (has(line, happened.cancelled)) return refused('line_cancelled')
      if (line.refunded + event.amount.minor > line.net) return refused('refund_exceeds_line')
      return posted(postings.refund(line, event.amount.minor, book))
    case 'order.cancelled':
      if (has(line, happened.released)) return refused('already_released')
      return posted(postings.cancellation(line), happened.cancelled)
  }
}

function posted(moves: readonly Move[], marks = 0): Extract<Judgement, { outcome: 'posted' }> {
  return { outcome: 'posted', moves, marks }
}

function refused(problem: EventProblem): Judgement {
  return { outcome: 'rejected', problem }
}
