import { eventTypeOf } from '#server/orders/index.ts'
import { log } from '#server/platform/log.ts'
import { batchTx } from '#server/platform/tx.ts'
import { addsUp, type DayTotals } from './day.ts'
import * as store from './store.ts'

/**
 * A marketplace's day, by the time of booking, in the marketplace's zone.
 * @param date YYYY-MM-DD
 * @returns a row a currency in which the marketplace's sellers have books; null where the day has not begun
 */
export async function reconcileDay(marketplaceId: number, date: string): Promise<DayTotals[] | null> {
  return batchTx(async (tx) => {
    const { from, to, now } = await store.bounds(tx, marketplaceId, date)
    if (from > now) return null
    const [opening, closing, types] = await Promise.all([
      store.totalsAt(tx, marketplaceId, from),
      store.totalsAt(tx, marketplaceId, to),
      store.byType(tx, marketplaceId, from, to),
    ])
    return [...closing].map(([currency, total]) => {
      const rows = types.filter((row) => row.currency === currency)
      const byType = rows.map(({ type, count, sum, moved }) => ({
        type: type === null ? 'withdrawal' : eventTypeOf(type),
        count,
        sum,
        moved,
      }))
      const day = { currency, opening: opening.get(currency) ?? 0n, closing: total, byType }
      if (!addsUp(day)) log.error({ event: 'reconciliation.broken', marketplaceId, date, currency }, 'a day does not add up')
      return day
    })
  })
}
