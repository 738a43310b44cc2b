import { staffActor, type StaffScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { now } from '#server/platform/clock.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Ending, type EndReason, type Proposal, whyNotEnd } from './proposal.ts'
import * as store from './store.ts'

export type Ended = { readonly ok: true; readonly proposal: Proposal } | { readonly ok: false; readonly reason: EndReason }

/**
 * Locks a proposal and approves, declines or withdraws it as the acting member of staff, within the verb's transaction.
 * @param named the proposal, and what it must be about
 * @param remark what whoever declines writes to the maker
 * @param sellerId whom it is about, for the audit trail
 * @returns the proposal as it was when it was locked; `ended` also where there is none such
 */
export async function endProposal(
  tx: Tx,
  scope: StaffScope,
  by: { readonly name: string },
  named: Pick<Proposal, 'id' | 'purpose' | 'subject'>,
  ending: Ending,
  { remark = null, sellerId = null }: { readonly remark?: string | null; readonly sellerId?: number | null } = {},
): Promise<Ended> {
  const proposal = await store.lockProposal(tx, named)
  if (!proposal) return { ok: false, reason: 'ended' }
  const reason = whyNotEnd(proposal, ending, (await now(tx)).getTime())
  if (reason !== null) return { ok: false, reason }
  const checker = ending.to === 'withdrawn' ? null : { id: scope.userId, name: by.name }
  await store.updateEnded(tx, proposal.id, { state: ending.to, checker, remark })
  await audit(tx, staffActor(scope), `proposal.${ending.to}`, { proposal: proposal.id, hash: proposal.hash }, sellerId)
  return { ok: true, proposal }
}
