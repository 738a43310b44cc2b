import type { z } from 'zod'
import { marketplaceRead } from '#server/platform/tx.ts'
import { answerReader, idIn, notFound } from '../gate/answer-reader.ts'
import { statusOf } from '../statements.ts'
import { findProfile } from '../store.ts'
import { parametersOf } from './page.ts'
import type { Seller } from './schema.ts'
import { wireTime } from './wire.ts'

/** GET /sellers/{seller_id}: what the newest seller.upserted said, which event that was, and the account's status. */
export function getSeller(request: Request, sellerId: string): Promise<Response> {
  return answerReader('GET /sellers/{seller_id}', request, async ({ marketplaceId }) => {
    parametersOf(request, [])
    const id = idIn(sellerId)
    const seller = await marketplaceRead(marketplaceId, (tx) => findProfile(tx, marketplaceId, id))
    if (!seller) throw notFound()
    const { name, region, email, locale, timeZone, upsertedAt, upsertedBy } = seller
    return {
      seller_id: id,
      status: statusOf(seller),
      name,
      region,
      ...(email !== null && { email }),
      ...(locale !== null && { locale }),
      ...(timeZone !== null && { time_zone: timeZone }),
      occurred_at: wireTime(upsertedAt),
      ...(upsertedBy !== null && { event_id: upsertedBy }),
    } satisfies z.infer<typeof Seller>
  })
}
