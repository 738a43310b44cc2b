import { staffActor, type StaffScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { now } from '#server/platform/clock.ts'
import type { Tx } from '#server/platform/tx.ts'
import { policyNow } from '#server/policies/index.ts'
import { hashOf } from './content.ts'
import { isExpired, type NewProposal } from './proposal.ts'
import { insertProposal } from './statements.ts'
import * as store from './store.ts'

export type Proposed =
  | { readonly ok: true; readonly id: string; readonly expiresAt: number }
  | { readonly ok: false; readonly reason: 'already_proposed' | 'beneficiary' }

const hour = 3_600_000

/**
 * Proposes something for a second person to confirm, within the verb's transaction. Of one subject one proposal is open at a time; one
 * whose time is over makes way.
 */
export async function propose(tx: Tx, scope: StaffScope, maker: { readonly name: string }, proposal: NewProposal): Promise<Proposed> {
  if (proposal.beneficiary === scope.userId) return { ok: false, reason: 'beneficiary' }
  const at = (await now(tx)).getTime()
  const actor = staffActor(scope)
  const earlier = await store.lockOpenProposal(tx, proposal.purpose, proposal.subject)
  if (earlier) {
    if (!isExpired(earlier, at)) return { ok: false, reason: 'already_proposed' }
    await store.updateEnded(tx, earlier.id, { state: 'expired' })
    await audit(tx, actor, 'proposal.expired', { proposal: earlier.id }, proposal.sellerId)
  }
  const expiresAt = at + Number(await policyNow(tx, 'proposal_hours')) * hour
  const id = await insertProposal(tx, scope, { ...proposal, makerName: maker.name, expiresAt })
  if (id === null) return { ok: false, reason: 'already_proposed' }
  await audit(
    tx,
    actor,
    'proposal.made',
    { proposal: id, purpose: proposal.purpose, subject: proposal.subject, hash: hashOf(proposal.content) },
    proposal.sellerId,
  )
  return { ok: true, id, expiresAt }
}
