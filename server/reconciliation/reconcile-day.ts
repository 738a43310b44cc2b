import { openingOf } from '#server/ledger/index.ts'
import { eventTypeOf } from '#server/orders/index.ts'
import { marketplaceRead } from '#server/platform/tx.ts'
import type { DayTotals } from './day.ts'
import * as statements from './statements.ts'

/**
 * A marketplace's day, by the time of booking, in the marketplace's zone.
 * @param date YYYY-MM-DD
 * @returns a row a currency in which the marketplace's sellers have books; null where the day has not begun
 */
export async function reconcileDay(marketplaceId: number, date: string): Promise<DayTotals[] | null> {
  return marketplaceRead(marketplaceId, async (tx) => {
    const { from, to, now } = await statements.bounds(tx, marketplaceId, date)
    if (from > now) return null
    const [totals, sums, since] = await Promise.all([
      statements.totals(tx, marketplaceId),
      statements.sums(tx, marketplaceId, from, to),
      statements.changeSince(tx, marketplaceId, to),
    ])
    return totals.map(({ currency, total }) => {
      const mine = sums.filter((row) => row.currency === currency)
      const closing = openingOf(total, [since.get(currency) ?? 0n]) // of what is booked since
      const byType = mine.map((row) => ({
        type: row.type === null ? row.cause : eventTypeOf(row.type),
        count: row.count,
        sum: row.sum,
        moved: row.moved,
      }))
      const opening = openingOf(
        closing,
        byType.map(({ sum }) => sum),
      )
      return { currency, opening, closing, byType }
    })
  })
}
