import { formatMinor } from '#server/money/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { Refusal } from '#server/platform/errors.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead } from '#server/platform/tx.ts'
import { type CanAsk, canAsk } from './request.ts'
import type { LineName } from './schema.ts'
import * as store from './statements.ts'

/** What the form shows of the line, and whether its release can be asked for. */
export type Asking = {
  /** The order has other child orders of this seller. */
  readonly several: boolean
  readonly currency: string
  readonly pending: string
  readonly can: CanAsk
}

/** @throws Refusal not_found where the seller has no such line */
export async function readAsking(scope: SellerScope, name: LineName): Promise<Asking> {
  requirePermission(scope, 'release.ask')
  const line = await sellerRead(scope, (tx) => store.lineOf(tx, scope, name))
  if (!line) throw new Refusal('not_found')
  return { several: line.several, currency: line.currency, pending: formatMinor(line.pending, line.currency), can: canAsk(line) }
}
