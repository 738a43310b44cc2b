import type { SellerScope } from '#server/platform/actor.ts'
import { listen } from '#server/platform/listen.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { stateOf } from '#server/sellers/index.ts'

/** One seller with open pages: they share its notices and the reading after each. */
type Seat = { notices: number; read: { at: number; state: Promise<string> } | null; readonly waiting: Set<() => void>; watchers: number }

const seats = new Map<number, Seat>()
let stop: (() => void) | null = null

/**
 * Follows a seller's books: gives the state (see `stateOf`) at once and then each time it is another. Level, not edge: after a
 * lost connection to the database every watcher reads again, so nothing that happened meanwhile is missed, and a burst of
 * postings costs one reading.
 * @param scope whose books; the reading is under this seller's row-level security
 * @param signal ends it
 */
export async function* readLive(scope: SellerScope, signal: AbortSignal): AsyncGenerator<string, void, void> {
  requirePermission(scope, 'money.read')
  const seat = take(scope.sellerId)
  let last = ''
  try {
    while (!signal.aborted) {
      const seen = seat.notices
      const state = await readOnce(seat, scope)
      if (state !== last) yield state
      last = state
      if (seat.notices === seen) await notice(seat, signal)
    }
  } finally {
    leave(scope.sellerId, seat)
  }
}

/** All watchers of a seller who heard the same notice share one reading, begun after it. */
function readOnce(seat: Seat, scope: SellerScope): Promise<string> {
  if (seat.read?.at !== seat.notices) {
    const state = sellerRead(scope, (tx) => stateOf(tx, scope))
    seat.read = { at: seat.notices, state }
    state.catch(() => {
      seat.read = null
    })
  }
  return seat.read.state
}

function notice(seat: Seat, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const wake = () => {
      seat.waiting.delete(wake)
      signal.removeEventListener('abort', wake)
      done()
    }
    seat.waiting.add(wake)
    signal.addEventListener('abort', wake)
    if (signal.aborted) wake()
  })
}

function take(sellerId: number): Seat {
  stop ??= listen('books', {
    heard: (payload) => payload.split(',').forEach((id) => ring(seats.get(Number(id)))),
    resumed: () => seats.forEach(ring),
  })
  const seat = seats.get(sellerId) ?? { notices: 0, read: null, waiting: new Set(), watchers: 0 }
  seats.set(sellerId, seat)
  seat.watchers += 1
  return seat
}

function leave(sellerId: number, seat: Seat): void {
  seat.watchers -= 1
  if (seat.watchers === 0) seats.delete(sellerId)
  if (seats.size > 0) return
  stop?.()
  stop = null
}

function ring(seat: Seat | undefined): void {
  if (!seat) return
  seat.notices += 1
  for (const wake of [...seat.waiting]) wake()
}
