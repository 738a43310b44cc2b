import { DAY, HOUR, startOfDay } from './calendar.ts'
import { LONGEST, ordersOf } from './orders.ts'
import { scenesOf } from './scenes.ts'
import { type Shop, shops } from './shops.ts'
import { type Due, type WireEvent, wireTime } from './wire.ts'

/** One demo marketplace; equal values give equal events, byte by byte. */
export type Demo = {
  seed: string
  /** The instant that the history leads up to: the moment of seeding. Epoch milliseconds. */
  today: number
  /** Size of the very large seller against its full one (100,000 movements); tests take less. */
  scale: number
}

/** The history's length in days. */
export const HISTORY = 120

/** The rarest backend posts every so many milliseconds. */
const STRETCH = 12 * HOUR

/** Up to where everything has been posted once a posting at this instant is done: the rarest backend may still owe what is later. */
export function completeAt(at: number): number {
  return Math.floor((at - 1) / STRETCH) * STRETCH
}

/** What the backends post at one instant, the last event's own. */
export type Posting = { at: number; events: WireEvent[] }

/** The instant before the first event. */
export function beginning(demo: Demo): number {
  return startOfDay(demo.today) - HISTORY * DAY
}

/**
 * Everything that falls due after `from`, up to and including `to`, in the order of time and without an end: orders go on as
 * long as the clock does. A day is drawn from its own name, so any stretch of time can be asked for by itself.
 */
export function* schedule(demo: Demo, from: number, to: number): Generator<Posting> {
  const start = beginning(demo)
  // The far past is told in larger steps: each takes a few milliseconds of everyone's first start.
  const recent = startOfDay(demo.today) - 14 * DAY
  const waiting = new Map<number, Due[]>()
  let last = from
  const inTurn = (postings: Posting[]) => postings.map(({ at, events }) => ({ at: (last = Math.max(last, at)), events }))
  const keep = (dues: readonly Due[], feedHours: number) => {
    for (const due of dues) {
      if (due.due <= from || due.due > to) continue
      const hours = due.due < recent ? Math.max(3, feedHours) : feedHours
      const end = Math.ceil(due.due / (hours * HOUR)) * hours * HOUR
      const slot = waiting.get(end)
      if (slot) slot.push(due)
      else waiting.set(end, [due])
    }
  }
  keep([...shops.flatMap((shop) => introduction(shop, demo.today)), ...scenesOf(demo.today)], 1)
  for (let day = Math.max(start, startOfDay(from - LONGEST)); day <= to; day += DAY) {
    for (const shop of shops) {
      const age = Math.round((day - startOfDay(demo.today)) / DAY) + shop.since
      if (age > 0) keep(ordersOf(sized(shop, demo.scale), demo.seed, day, age), shop.feedHours)
    }
    // An order's story begins on its own day at the earliest: nothing that comes later falls into what is given out here.
    yield* inTurn(taken(waiting, day + DAY))
  }
  yield* inTurn(taken(waiting, Infinity))
}

/** Takes out the slots that end by then, in the order of their last events. */
function taken(waiting: Map<number, Due[]>, end: number): Posting[] {
  const over = [...waiting].filter(([slot]) => slot <= end)
  for (const [slot] of over) waiting.delete(slot)
  const postings = over.map(([, dues]) => {
    dues.sort((a, b) => a.due - b.due || (a.event.id < b.event.id ? -1 : 1))
    return { at: dues.at(-1)?.due ?? 0, events: dues.map((due) => due.event) }
  })
  return postings.toSorted((a, b) => a.at - b.at)
}

/** The marketplace makes the seller known, in the forenoon of the shop's first day. */
function introduction(shop: Shop, today: number): Due[] {
  const due = startOfDay(today) - shop.since * DAY + 9.5 * HOUR
  const { name, region, email, locale } = shop
  const data = { name, region, email, locale, time_zone: shop.timeZone }
  return [
    { due, event: { id: `seller.${shop.sellerId}`, type: 'seller.upserted', occurred_at: wireTime(due), seller_id: shop.sellerId, data } },
  ]
}

function sized(shop: Shop, scale: number): Shop {
  return shop.story === 'large' ? { ...shop, ordersADay: shop.ordersADay * scale } : shop
}
