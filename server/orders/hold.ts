import type { HoldReason, OrderHeld, OrderUnheld } from './event.ts'
import { isNewer, type Stamp, stampOf } from './newer.ts'

/** The name of the hold of an event without a `hold_id`. */
export const defaultHold = 'default'

/** The state of a hold by its newest event. An end that arrives before its hold is stored too. */
export type Hold = Stamp & {
  readonly open: boolean
  /** Of an open hold. */
  readonly reason: HoldReason | null
  readonly until: number | null
}

/** The holds of a line by their names. */
export type Holds = Map<string, Hold>

/** The reason and end of a line's newest open hold. */
export type HoldShown = { readonly reason: HoldReason | null; readonly until: number | null }

/**
 * Applies one more event to a hold: the newest wins; at the same instant, `order.held` wins over `order.unheld`.
 * @returns null where the event is older than the hold's state, and changes nothing
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
 * @param changed replaces the hold of its name in `holds`
 */
export function newestOpen(holds: Holds, changed: { readonly id: string; readonly now: Hold } | null = null): Hold | null {
  let newest: Hold | null = changed?.now.open ? changed.now : null
  for (const [id, hold] of holds) if (hold.open && id !== changed?.id && isNewer(hold, newest)) newest = hold
  return newest
}
