import type { z } from 'zod'
import { formatMinor } from '#server/money/index.ts'
import { reconcileDay } from '#server/reconciliation/index.ts'
import { parseDay } from '../events/instant.ts'
import { answerReader } from '../gate/answer-reader.ts'
import { parametersOf, wrong } from './page.ts'
import type { Reconciliation } from './schema.ts'

/** GET /reconciliation/{date}: a day of the marketplace's zone, by the time of booking. */
export function getReconciliation(request: Request, date: string): Promise<Response> {
  return answerReader('GET /reconciliation/{date}', request, async ({ marketplaceId }) => {
    parametersOf(request, [])
    if (!parseDay(date)) throw wrong('date', 'invalid_date')
    const days = await reconcileDay(marketplaceId, date)
    if (!days) throw wrong('date', 'future_date')
    const currencies = days.map(({ currency, opening, closing, byType }) => {
      const text = (minor: bigint) => formatMinor(minor, currency)
      const by_type = byType.map(({ type, count, sum, moved }) => ({ type, count, sum: text(sum), moved: text(moved) }))
      return [currency, { opening: text(opening), closing: text(closing), by_type }]
    })
    return { date, currencies: Object.fromEntries(currencies) } satisfies z.infer<typeof Reconciliation>
  })
}
