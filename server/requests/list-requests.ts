import { formatMinor } from '#server/money/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { sellerRead } from '#server/platform/tx.ts'
import type { ReleaseRequest } from './request.ts'
import * as store from './store.ts'

/** So many of the newest are shown; a seller asks a few times a month. */
const most = 100

/** The newest requests of a seller, newest first. */
export async function listRequests(scope: SellerScope): Promise<ReleaseRequest[]> {
  const rows = await sellerRead(scope, (tx) => store.requests(tx, scope, most))
  return rows.map(({ pending, ...row }) => ({ ...row, pending: formatMinor(pending, row.currency) }))
}
