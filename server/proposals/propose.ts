import { staffActor, type StaffScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { now } from '#server/platform/clock.ts'
import type { Tx } from '#server/platform/tx.ts'
import { policyNow } from '#server/policies/index.ts'
import { hashOf } from './content.ts'
import { type NewProposal, transition } from './proposal.ts'
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
export async function propose(tx: Tx, scope: StaffScope, maker: { readonly name: string }, wish: NewProposal): Promise<Proposed> {
  if (wish.beneficiary === scope.userId) return { ok: false, reason: 'beneficiary' }
  const at = (await now(tx)).getTime()
  const actor = staffActor(scope)
  const earlier = await store.lockOpenProposal(tx, wish.purpose, wish.subject)
  if (earlier) {
    if (transition(earlier, { to: 'expired' }, at) !== null) return { ok: false, reason: 'already_proposed' }
    await store.updateEnded(tx, earlier.id, { state: 'expired' })
    await audit(tx, actor, 'proposal.expired', { proposal: earlier.id }, wish.sellerId)
  }
  const expiresAt = at + Number(await policyNow(tx, 'proposal_hours')) * hour
  const id = await insertProposal(tx, scope, { ...wish, makerName: maker.name, expiresAt })
  if (id === null) return { ok: false, reason: 'already_proposed' }
  await audit(
    tx,
    actor,
    'proposal.made',
    { proposal: id, purpose: wish.purpose, subject: wish.subject, hash: hashOf(wish.content) },
    wish.sellerId,
  )
  return { ok: true, id, expiresAt }
}
