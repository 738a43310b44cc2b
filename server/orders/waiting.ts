import type { MarketplaceEvent } from './event.ts'
import type { KeyedEvent } from './facts.ts'
import { isNewer, stampOf } from './newer.ts'

/** The type of event that a parked one waits for: of its seller, or of its line. */
export type AwaitedType = 'seller.upserted' | 'order.paid' | 'order.unheld' | 'order.released'

/** Parked events by what they wait for, and those whose cause has come, oldest first. Each event is in one place. */
export class Waiting {
  private readonly byCause = new Map<string, Set<KeyedEvent>>()
  /** A binary heap: the oldest at the top. */
  private readonly woken: KeyedEvent[] = []
  private readonly causeOf = new Map<KeyedEvent, string>()

  /** Lets an event wait for its cause. */
  add(entry: KeyedEvent, cause: AwaitedType): void {
    const key = causeKey(entry.event.sellerId, entry.line, cause)
    this.byCause.set(key, (this.byCause.get(key) ?? new Set()).add(entry))
    this.causeOf.set(entry, key)
  }

  /** Takes an event out that waits for a cause. */
  remove(entry: KeyedEvent): void {
    this.byCause.get(this.causeOf.get(entry) ?? '')?.delete(entry)
  }

  /** Puts an event among those whose turn has come. */
  push(entry: KeyedEvent): void {
    const heap = this.woken
    let at = heap.push(entry) - 1
    for (let above = (at - 1) >> 1; at > 0 && isOlder(entry, heap[above] as KeyedEvent); above = (at - 1) >> 1) {
      heap[at] = heap[above] as KeyedEvent
      at = above
    }
    heap[at] = entry
  }

  /** Moves what waits for what this event brings, and nothing else, among those whose turn has come. */
  wake({ event, line }: KeyedEvent): void {
    for (const cause of causesIn(event)) {
      const key = causeKey(event.sellerId, line, cause)
      for (const entry of this.byCause.get(key) ?? []) this.push(entry)
      this.byCause.delete(key)
    }
  }

  /** The oldest event whose turn has come, and takes it out. */
  pop(): KeyedEvent | undefined {
    const heap = this.woken
    const [top, last] = [heap[0], heap.pop()]
    if (last === undefined || heap.length === 0) return last
    let at = 0
    for (let below = 1; below < heap.length; below = 2 * at + 1) {
      if (below + 1 < heap.length && isOlder(heap[below + 1] as KeyedEvent, heap[below] as KeyedEvent)) below++
      if (!isOlder(heap[below] as KeyedEvent, last)) break
      heap[at] = heap[below] as KeyedEvent
      at = below
    }
    heap[at] = last
    return top
  }
}

/** What others may have waited for and comes with an event. After a cancellation a release can't come: what waits to be released is judged. */
export function causesIn(event: MarketplaceEvent): readonly AwaitedType[] {
  switch (event.type) {
    case 'seller.upserted':
    case 'order.paid':
    case 'order.unheld':
    case 'order.released':
      return [event.type]
    case 'order.cancelled':
      return ['order.unheld']
    default:
      return []
  }
}

/** An event waits for its own seller only: of two that name one line, each is judged when its own turn comes. */
function causeKey(sellerId: string, line: string | null, cause: AwaitedType): string {
  return cause === 'seller.upserted' ? `${cause} ${sellerId}` : `${cause} ${line}`
}

function isOlder(a: KeyedEvent, b: KeyedEvent): boolean {
  return isNewer(stampOf(b.event), stampOf(a.event))
}
