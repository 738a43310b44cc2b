import { type MemberScope, personActor } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerTx } from '#server/platform/tx.ts'
import { type SubmitReason, whyNotSubmit } from './attempt.ts'
import * as store from './store.ts'

export type Submitted = { readonly ok: true } | { readonly ok: false; readonly reason: SubmitReason }

/**
 * Hands the attempt to the marketplace's reviewers; from then on it isn't edited until they have decided.
 * @param isDeclared the person says that it is their own document and that it is true
 * @returns why not; nothing was changed then
 */
export async function submitIdentity(scope: MemberScope, isDeclared: boolean): Promise<Submitted> {
  requirePermission(scope, 'identity.verify')
  return sellerTx(scope, async (tx) => {
    await store.lockSeller(tx, scope)
    const newest = await store.newestAttempt(tx, scope)
    const reason = whyNotSubmit(newest?.attempt ?? null, isDeclared, await store.today(tx))
    if (reason || !newest) return { ok: false, reason: reason ?? 'not_begun' }
    await store.submitAttempt(tx, scope, newest.attempt.id)
    await audit(tx, personActor(scope), 'identity.submitted', { attempt: newest.attempt.id }, scope.sellerId)
    return { ok: true }
  })
}
