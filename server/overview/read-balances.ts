import { asInPages, type Balance, balances } from '#server/ledger/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead } from '#server/platform/tx.ts'

/** What a seller has now, a currency each: those that every seller is shown first, then any other that was booked. */
export async function readBalances(scope: SellerScope): Promise<Balance[]> {
  requirePermission(scope, 'money.read')
  return asInPages(await sellerRead(scope, (tx) => balances(tx, scope)))
}
