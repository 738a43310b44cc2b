import type { SellerScope } from '#server/platform/actor.ts'
import { now } from '#server/platform/clock.ts'
import { pageOf } from '#server/platform/page.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { stateOf } from '#server/sellers/index.ts'
import { type Release, releaseOf } from './release.ts'
import type { ListQuery } from './schema.ts'
import * as store from './statements.ts'
import { type Summary, summaryOf } from './summary.ts'

export type ReleasePage = {
  readonly asOf: number
  readonly state: string
  /** Of everything that waits, whatever the page shows. */
  readonly summary: Summary
  readonly lines: readonly Release[]
  /** Keys to go on from; null at either end. */
  readonly previous: string | null
  readonly next: string | null
}

/** A page of a seller's lines and what waits in all, as one snapshot. By key: it costs the same wherever in the list it lies. */
export async function listReleases(scope: SellerScope, query: ListQuery): Promise<ReleasePage> {
  requirePermission(scope, 'money.read')
  const { place, limit } = query
  return sellerRead(scope, async (tx) => {
    const [state, open, rows, at] = await Promise.all([
      stateOf(tx, scope),
      store.openLines(tx, scope),
      // One more than is shown says whether there is a next page.
      store.lines(tx, scope, { ...query, limit: limit + 1 }),
      now(tx),
    ])
    const { shown, ...ends } = pageOf(rows, { limit, place }, ({ key }) => key)
    return {
      asOf: at.getTime(),
      state,
      summary: summaryOf(open),
      lines: shown.map(releaseOf),
      ...ends,
    }
  })
}
