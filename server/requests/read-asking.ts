import { formatMinor } from '#server/money/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { Refusal } from '#server/platform/errors.ts'
import { sellerTx } from '#server/platform/tx.ts'
import { type AskReason, whyNotAsk } from './request.ts'
import * as store from './store.ts'

/** What the form shows of the line, and whether its release can be asked for. */
export type Asking = {
  readonly currency: string
  readonly pending: string
  readonly can: { readonly ask: { readonly ok: true } | { readonly ok: false; readonly reason: AskReason } }
}

/** @throws Refusal not_found where the seller has no such line */
export async function readAsking(scope: SellerScope, name: { readonly orderId: string; readonly lineId: string }): Promise<Asking> {
  const line = await sellerTx(scope, (tx) => store.lineOf(tx, scope, name))
  if (!line) throw new Refusal('not_found')
  const reason = whyNotAsk(line)
  return {
    currency: line.currency,
    pending: formatMinor(line.pending, line.currency),
    can: { ask: reason ? { ok: false, reason } : { ok: true } },
  }
}
