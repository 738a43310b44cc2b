import type { Balances, Move } from '#server/ledger/index.ts'
import type { EventProblem } from './errors.ts'
import type { MarketplaceEvent, OrderHeld, OrderUnheld } from './event.ts'
import { type Hold, holdAfter, type Holds, type HoldShown, newestOpen } from './hold.ts'
import { happened, has, type Line } from './line.ts'
import * as postings from './postings.ts'
import type { AwaitedType } from './waiting.ts'

/** The events of a line that exists already: everything but its payment. */
export type LineEvent = Exclude<Extract<MarketplaceEvent, { orderId: string }>, { type: 'order.paid' }>

/** A hold of the line after an event, and what the line then shows of all its holds. */
type HoldChange = { readonly id: string; readonly now: Hold; readonly shown: HoldShown }

/** The decision on an event: booked with its movements and changes of the line, parked until its cause arrives, or rejected. */
export type Judgement =
  | {
      readonly outcome: 'posted'
      readonly moves: readonly Move[]
      /** Bits of `happened` to set, and to clear. */
      readonly marks: number
      readonly clears: number
      readonly hold: HoldChange | null
    }
  | { readonly outcome: 'parked'; readonly cause: AwaitedType }
  | { readonly outcome: 'rejected'; readonly problem: EventProblem }

type Case = {
  readonly line: Line
  readonly event: LineEvent
  /** The seller that the event names. */
  readonly sellerId: number
  /** The seller's balances in the line's currency. */
  readonly book: Balances
  readonly holds: Holds
  /** Whether another event has booked this refund_id of the line. */
  readonly refundSeen: boolean
}

/** Decides an event of a paid line. Pure: the caller books the movements. */
export function judge({ line, event, sellerId, book, holds, refundSeen }: Case): Judgement {
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
      if (has(line, happened.held)) return waitsFor('order.unheld')
      return posted(postings.release(line, event.margin?.minor ?? 0n, book), happened.released)
    case 'margin.released':
      return has(line, happened.released) ? posted(postings.marginReturn(line, book)) : waitsFor('order.released')
    case 'order.held':
      if (has(line, happened.cancelled)) return refused('line_cancelled')
      return holding(line, holds, event)
    case 'order.unheld':
      return holding(line, holds, event)
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

/** The line's pending is frozen exactly while any of its holds is open. */
function holding(line: Line, holds: Holds, event: OrderHeld | OrderUnheld): Judgement {
  const now = holdAfter(holds.get(event.holdId) ?? null, event)
  const open = newestOpen(holds, now && { id: event.holdId, now })
  const hold = now && { id: event.holdId, now, shown: { reason: open?.reason ?? null, until: open?.until ?? null } }
  return open ? { ...posted(postings.hold(line), happened.held), hold } : { ...posted(postings.unhold(line)), clears: happened.held, hold }
}

function posted(moves: readonly Move[], marks = 0): Extract<Judgement, { outcome: 'posted' }> {
  return { outcome: 'posted', moves, marks, clears: 0, hold: null }
}

function waitsFor(cause: AwaitedType): Judgement {
  return { outcome: 'parked', cause }
}

function refused(problem: EventProblem): Judgement {
  return { outcome: 'rejected', problem }
}
