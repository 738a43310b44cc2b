import type { z } from 'zod'
import { amountsOf, type Book, balances, balancesAt, emptyBook } from '#server/ledger/index.ts'
import { sellerCurrencies } from '#server/money/index.ts'
import { scopeOfMarketplace } from '#server/platform/actor.ts'
import { marketplaceRead } from '#server/platform/tx.ts'
import { parseDay } from '../events/instant.ts'
import { answerReader, idIn, notFound } from '../gate/answer-reader.ts'
import { findSeller, statusOf } from '../statements.ts'
import { parametersOf, wrong } from './page.ts'
import type { Balance, Balances } from './schema.ts'
import { wireTime } from './wire.ts'

/** GET /sellers/{seller_id}/balances, with `?at=YYYY-MM-DD` as they stood when that day ended in the seller's zone. */
export function getBalances(request: Request, sellerId: string): Promise<Response> {
  return answerReader('GET /sellers/{seller_id}/balances', request, async ({ marketplaceId }) => {
    const { at } = parametersOf(request, ['at'])
    if (at !== undefined && !parseDay(at)) throw wrong('at', 'invalid_date')
    const id = idIn(sellerId)
    return marketplaceRead(marketplaceId, async (tx) => {
      const seller = await findSeller(tx, marketplaceId, id, at ?? null)
      if (!seller) throw notFound()
      if (seller.future) throw wrong('at', 'future_date')
      const scope = scopeOfMarketplace(seller.id, marketplaceId)
      const { endOfDay, now } = seller
      const books = endOfDay === null ? await balances(tx, scope) : await balancesAt(tx, scope, endOfDay)
      return {
        seller_id: id,
        status: statusOf(seller),
        // A day that has not ended shows what is booked of it so far.
        as_of: wireTime(endOfDay === null ? now : Math.min(endOfDay, now)),
        currencies: byCurrency(books),
      } satisfies z.infer<typeof Balances>
    })
  })
}

function byCurrency(books: readonly Book[]): Record<string, z.infer<typeof Balance>> {
  const found = new Map(books.map((book) => [book.currency, book]))
  const currencies = [...new Set([...sellerCurrencies, ...found.keys()])]
  return Object.fromEntries(currencies.map((currency) => [currency, amountsOf(found.get(currency) ?? emptyBook(currency))]))
}
