import type { HoldReason, OrderHeld, OrderUnheld } from './event.ts'
import { isNewer, type Stamp, stampOf } from './newer.ts'

/** The hold that an event without a `hold_id` is about. */
export const defaultHold = 'default'

/** What the newest event of a hold said. An end that came before its own hold is remembered like any other. */
export type Hold = Stamp & {
  readonly open: boolean
  /** Of an open hold. */
  readonly reason: HoldReason | null
  readonly until: number | null
}

/** The holds of a line by their names. */
export type Holds = Map<string, Hold>

/** What a line shows of its holds: reason and end of the newest one that is open. */
export type HoldShown = { readonly reason: HoldReason | null; readonly until: number | null }

/**
 * What a hold is after one more event: the newest wins, at the same instant an `order.held` over an `order.unheld`.
 * @returns null where the event is older than what is there, and changes nothing
 */
export function holdAfter(before: Hold | null, event: OrderHeld | OrderUnheld): Hold | null {
  const open = event.type === 'order.held'
  const stamp = stampOf(event)
  const wins = before !== null && before.at === stamp.at && before.open !== open ? open : isNewer(stamp, before)
  if (!wins) return null
  return open ? { ...stamp, open, reason: event.reason, until: event.until } : { ...stamp, open, reason: null, until: null }
}

/**
 * The newest open hold of a line, whose reason is shown; null where none is open.
 * @param changed a hold that is to be taken instead of the one in `holds`
 */
export function newestOpen(holds: Holds, changed: { readonly id: string; readonly now: Hold } | null = null): Hold | null {
  let newest: Hold | null = changed?.now.open ? changed.now : null
  for (const [id, hold] of holds) if (hold.open && id !== changed?.id && isNewer(hold, newest)) newest = hold
  return newest
}
