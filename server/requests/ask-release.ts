import { findMarketplace } from '#server/orders/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/errors.ts'
import { sellerTx } from '#server/platform/tx.ts'
import { cleanProof, type CleanProof } from './clean-proof.ts'
import { faultOf, type ProofFault } from './proof.ts'
import { type AskReason, whyNotAsk } from './request.ts'
import type { LineName } from './schema.ts'
import * as store from './store.ts'

export type Asked = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly reason: AskReason | ProofFault }

/**
 * Asks the marketplace to release an order's money before its day, with proof of delivery. Pictures are decoded outside of any
 * transaction, and only once the line is known to be one that can be asked for.
 * @param ask.files one to three of jpeg, png or pdf, told by their content, 10 MB each
 * @returns why not; nothing was kept then
 * @throws Refusal not_found where the seller has no such line
 */
export async function askRelease(
  scope: SellerScope,
  person: { readonly userId: number; readonly sessionId: string; readonly name: string },
  ask: LineName & { readonly note: string; readonly files: readonly Uint8Array[] },
): Promise<Asked> {
  const marketplaceId = await findMarketplace(scope)
  const early = whyNot(await sellerTx(scope, (tx) => store.lineOf(tx, scope, marketplaceId, ask)))
  const fault = early ?? faultOf(ask.files)
  if (fault) return { ok: false, reason: fault }
  const cleaned = await Promise.all(ask.files.map(cleanProof))
  const bad = cleaned.find((one) => typeof one === 'string')
  if (bad) return { ok: false, reason: bad }
  const proofs = cleaned.filter((one): one is CleanProof => typeof one !== 'string')

  return sellerTx(scope, async (tx) => {
    const line = await store.lineOf(tx, scope, marketplaceId, ask)
    const reason = whyNot(line)
    if (reason || !line) return { ok: false, reason: reason ?? 'nothing_pending' }
    const id = await store.insertRequest(tx, scope, { line: line.key, by: person, note: ask.note, proofs })
    if (id === null) return { ok: false, reason: 'already_asked' }
    const { userId, sessionId } = person
    await audit(tx, { kind: 'person', userId, sessionId }, 'release.asked', { request: id, proofs: proofs.length }, scope.sellerId)
    return { ok: true, id }
  })
}

function whyNot(line: Awaited<ReturnType<typeof store.lineOf>>): AskReason | null {
  if (!line) throw new Refusal('not_found')
  return whyNotAsk(line)
}
