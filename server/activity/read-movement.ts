import { carryOut, emptyBook, openingOf, routeOf, type Balances } from '#server/ledger/index.ts'
import { formatMinor } from '#server/money/index.ts'
import { eventTypeOf } from '#server/orders/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { Refusal } from '#server/platform/errors.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead, type Tx } from '#server/platform/tx.ts'
import { stateOf } from '#server/sellers/index.ts'
import { criteriaOf } from './criteria.ts'
import { balanceChange, type Entry, entryOf, type EntryRow } from './entry.ts'
import type { EntryStatus, Filter } from './schema.ts'
import * as store from './statements.ts'
import { entries, farthest, isBounded, noBitmap, rangeOf, restOf, type Search } from './statements-search.ts'

type EventType = ReturnType<typeof eventTypeOf>
type Bucket = keyof Balances
type Fee = 'commission' | 'escrow' | 'affiliate'

/** One movement and what it belongs to. Amounts are decimal strings, instants epoch milliseconds. */
export type MovementDetail = {
  readonly asOf: number
  readonly state: string
  readonly entry: Entry
  readonly status: EntryStatus
  /** Numbers of the entries on either side of it among those that the filter asks for; null where there is none, or none was found. */
  readonly newer: number | null
  readonly older: number | null
  /** Where a search by amount or status ended before it had found one: places from which the list goes on. */
  readonly rest: { readonly newer: number | null; readonly older: number | null }
  readonly balanceBefore: string
  readonly totalAfter: string
  readonly occurredAt: number
  /** The marketplace's id of what it came from; null where it was no event. */
  readonly eventId: string | null
  /** What the buyer paid for the order, what was kept of it, and what was left to the seller; null where it is of no order. */
  readonly sale: {
    readonly gross: string
    readonly fees: readonly { readonly kind: Fee; readonly amount: string }[]
    readonly net: string
  } | null
  /** All movements of the order in this currency, this one among them, the first one first. */
  readonly related: readonly Entry[]
  /** What they did together: to each bucket that is not as it was, and to the total. Below zero with a minus. */
  readonly together: { readonly buckets: readonly { readonly bucket: Bucket; readonly amount: string }[]; readonly total: string }
  /** What happened to its line, each with the marketplace's id of the event; `here` is what the movement came from. */
  readonly timeline: readonly {
    readonly id: string
    readonly type: EventType
    readonly occurredAt: number
    readonly bookedAt: number
    readonly here: boolean
  }[]
}

/**
 * A movement by its number in the book.
 * @param filter of the list that it was opened from, whose entries are its neighbours
 * @param reach how many rows a search by amount or status looks at for each of them
 * @throws Refusal not_found where the seller's book has none of that number, invalid_input where an amount has more digits than the
 *   currency
 */
export async function readMovement(
  scope: SellerScope,
  currency: string,
  version: number,
  filter: Filter,
  reach = farthest,
): Promise<MovementDetail> {
  requirePermission(scope, 'money.read')
  // A movement never changes. So its order may be known first, and the rest is found by key.
  const [criteria, order] = await Promise.all([
    criteriaOf(scope, currency, filter),
    sellerRead(scope, (tx) => store.orderOf(tx, scope, currency, version)),
  ])
  const search = { ...criteria, limit: 1, reach }
  const read = async (tx: Tx): Promise<MovementDetail> => {
    const [state, row, related, sale, timeline, newer, older, at] = await Promise.all([
      stateOf(tx, scope),
      store.movement(tx, scope, currency, version),
      order === null ? [] : store.related(tx, scope, currency, order),
      order === null ? null : store.sale(tx, scope, currency, order),
      store.timeline(tx, scope, currency, version),
      beside(tx, scope, { ...search, place: { after: version } }),
      beside(tx, scope, { ...search, place: { before: version } }),
      now(tx),
    ])
    if (!row) throw new Refusal('not_found')
    const money = (minor: bigint) => formatMinor(minor, currency)
    return {
      asOf: at.getTime(),
      state,
      entry: entryOf(row),
      status: row.status,
      newer: newer.version,
      older: older.version,
      rest: { newer: newer.rest, older: older.rest },
      balanceBefore: money(openingOf(row.balanceAfter, [balanceChange(row)])),
      totalAfter: money(row.totalAfter),
      occurredAt: Number(row.occurredMs),
      eventId: row.eventId,
      sale: sale && { gross: money(sale.gross), fees: feesOf(sale, money), net: money(sale.net) },
      related: related.map(entryOf),
      together: togetherOf(related, currency),
      timeline: timeline.map(({ id, type, occurredMs, bookedMs, here }) => ({
        id,
        type: eventTypeOf(type),
        occurredAt: occurredMs,
        bookedAt: bookedMs,
        here,
      })),
    }
  }
  return sellerRead(scope, read, noBitmap)
}

/** The next entry on one side, or where the search for it ended. */
async function beside(tx: Tx, scope: SellerScope, search: Search): Promise<{ version: number | null; rest: number | null }> {
  const [[row], range] = await Promise.all([entries(tx, scope, search), isBounded(search) ? rangeOf(tx, scope, search) : null])
  return { version: row?.version ?? null, rest: row || !range ? null : restOf(range, search.place) }
}

function feesOf(sale: store.Sale, money: (minor: bigint) => string): { kind: Fee; amount: string }[] {
  const kinds = ['commission', 'escrow', 'affiliate'] as const
  return kinds.flatMap((kind) => (sale[kind] > 0n ? [{ kind, amount: money(sale[kind]) }] : []))
}

/** The sum of movements, bucket by bucket. @internal */
export function togetherOf(rows: readonly EntryRow[], currency: string): MovementDetail['together'] {
  const book = emptyBook(currency)
  for (const row of rows) carryOut(book, { ...routeOf(row), amount: row.amount })
  const { currency: _, ...sums } = book
  const changed = (Object.entries(sums) as [Bucket, bigint][]).filter(([, minor]) => minor !== 0n)
  return {
    buckets: changed.map(([bucket, minor]) => ({ bucket, amount: formatMinor(minor, currency) })),
    total: formatMinor(
      changed.reduce((sum, [, minor]) => sum + minor, 0n),
      currency,
    ),
  }
}
