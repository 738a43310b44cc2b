import { staffActor, type StaffScope } from '#server/platform/actor.ts'
import { audit } from '#server/platform/audit.ts'
import { now } from '#server/platform/clock.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Proposal, type Step, transition, type WhyNot } from './proposal.ts'
import * as store from './store.ts'

export type Ended = { readonly ok: true } | { readonly ok: false; readonly reason: WhyNot }

/**
 * Approves, declines or withdraws a proposal that this transaction has locked (`lockProposal`), as the acting member of staff.
 * @param remark what whoever declines writes to the maker; '' for nothing
 * @param sellerId whom it is about, for the audit trail
 */
export async function endProposal(
  tx: Tx,
  scope: StaffScope,
  by: { readonly name: string },
  proposal: Proposal,
  step: Exclude<Step, { to: 'expired' }>,
  { remark = '', sellerId = null }: { readonly remark?: string; readonly sellerId?: number | null } = {},
): Promise<Ended> {
  const reason = transition(proposal, step, (await now(tx)).getTime())
  if (reason !== null) return { ok: false, reason }
  const checker = step.to === 'withdrawn' ? null : { id: scope.userId, name: by.name }
  await store.updateEnded(tx, proposal.id, { state: step.to, checker, remark: remark === '' ? null : remark })
  await audit(tx, staffActor(scope), `proposal.${step.to}`, { proposal: proposal.id, hash: proposal.hash }, sellerId)
  return { ok: true }
}
