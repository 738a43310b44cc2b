import { formatMinor } from '#server/money/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { pageOf } from '#server/platform/page.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { stateOf } from '#server/sellers/index.ts'
import type { ReleaseRequest } from './request.ts'
import type { ListQuery } from './schema.ts'
import * as store from './statements.ts'

export type RequestPage = {
  readonly asOf: number
  readonly state: string
  readonly requests: readonly ReleaseRequest[]
  /** Requests to go on from; null at either end. */
  readonly previous: string | null
  readonly next: string | null
}

/** A page of a seller's requests, newest first, by key. */
export async function listRequests(scope: SellerScope, { place, limit }: ListQuery): Promise<RequestPage> {
  requirePermission(scope, 'money.read')
  return sellerRead(scope, async (tx) => {
    const [state, at, rows, newer] = await Promise.all([
      stateOf(tx, scope),
      now(tx),
      // One more than is shown says whether there is a next page.
      store.requests(tx, scope, place, limit + 1),
      place !== null && 'at' in place ? store.hasNewer(tx, scope, place.at) : place !== null,
    ])
    const { shown, ...ends } = pageOf(rows, { limit, place, isFirst: !newer }, ({ id }) => id)
    return {
      asOf: at.getTime(),
      state,
      requests: shown.map(({ pending, ...row }) => ({ ...row, pending: formatMinor(pending, row.currency) })),
      ...ends,
    }
  })
}
