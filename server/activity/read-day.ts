import { type Balance, balanceIn, type BucketPeriod, readPeriod } from '#server/ledger/index.ts'
import { formatMinor } from '#server/money/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead, type Tx } from '#server/platform/tx.ts'
import { stateOf } from '#server/sellers/index.ts'
import { type Entry, entryOf } from './entry.ts'
import * as store from './statements.ts'
import { entries, noBitmap } from './statements-search.ts'

/** A day of one currency's book. Amounts are decimal strings; debt is below zero in `buckets`, positive in `closing`. */
export type DayPage = {
  readonly asOf: number
  readonly state: string
  /** YYYY-MM-DD, and the present day, both in the seller's zone. */
  readonly date: string
  readonly today: string
  /** The midnight after it, epoch milliseconds. */
  readonly endsAt: number
  readonly previous: string
  /** null where the day is today. */
  readonly next: string | null
  readonly closing: Balance
  readonly buckets: readonly Readonly<Record<'opening' | 'in' | 'out' | 'closing', string> & { bucket: BucketPeriod['bucket'] }>[]
  readonly addsUp: boolean
  /** How many movements there were. */
  readonly count: number
  /** The newest of them. */
  readonly entries: readonly Entry[]
}

/** The order of pages. */
const inPages: readonly BucketPeriod['bucket'][] = ['available', 'processing', 'pending', 'reserve', 'frozen', 'debt', 'total']

/** More of a day is a list of its own. */
const rowsShown = 50

/**
 * A book at the end of a day in the seller's zone, and how it came there: opening + movements = closing. Today ends now, and so does any
 * day after it.
 * @param asked YYYY-MM-DD; null for yesterday
 */
export async function readDay(scope: SellerScope, currency: string, asked: string | null): Promise<DayPage> {
  requirePermission(scope, 'money.read')
  // The zone is known first, because what follows asks by instants.
  const { date, from, to, previous, next, today } = await sellerRead(scope, (tx) => store.dayBounds(tx, scope, asked))
  const search = {
    currency,
    period: { from: date, to: date },
    routes: null,
    least: null,
    most: null,
    status: null,
    lines: null,
    place: null,
  } as const
  const read = async (tx: Tx): Promise<DayPage> => {
    const [state, period, rows, at] = await Promise.all([
      stateOf(tx, scope),
      readPeriod(tx, scope, currency, from, to),
      entries(tx, scope, { ...search, limit: rowsShown }),
      now(tx),
    ])
    const money = (minor: bigint) => formatMinor(minor, currency)
    return {
      asOf: at.getTime(),
      state,
      date,
      today,
      endsAt: to,
      previous,
      next: date === today ? null : next,
      closing: balanceIn([period.closing], currency),
      buckets: period.buckets
        .toSorted((a, b) => inPages.indexOf(a.bucket) - inPages.indexOf(b.bucket))
        .map((day) => ({
          bucket: day.bucket,
          opening: money(day.opening),
          in: money(day.in),
          out: money(day.out),
          closing: money(day.closing),
        })),
      addsUp: period.addsUp,
      count: period.flows.reduce((sum, flow) => sum + flow.count, 0),
      entries: rows.map(entryOf),
    }
  }
  return sellerRead(scope, read, noBitmap)
}
