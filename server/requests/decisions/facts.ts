import { formatMinor } from '#server/money/index.ts'
import { Refusal } from '#server/platform/errors.ts'
import type { StaffScope } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Proposal, proposalsOf } from '#server/proposals/index.ts'
import type { DecisionContent, RequestFacts } from './decision.ts'
import * as statements from './statements.ts'

/** What deciding on a request depends on, of its row and its newest proposal. */
export function factsOf(row: statements.RequestRow, proposal: Proposal | undefined, userId: number): RequestFacts {
  return {
    id: row.id,
    decision: row.decision,
    isOwn: row.isMember || row.askedBy === userId,
    currency: row.currency,
    line: { state: row.state, pending: row.pending },
    twoPeopleAbove: row.twoPeopleAbove,
    proposal: proposal ?? null,
    mayMakerDecide: row.mayMakerDecide ?? true,
  }
}

/**
 * Locks a request and loads what deciding on it depends on.
 * @throws Refusal not_found where the staff's marketplace has none such
 */
export async function lockFacts(tx: Tx, scope: StaffScope, id: string): Promise<{ row: statements.RequestRow; facts: RequestFacts }> {
  const row = (await statements.lockRequest(tx, id)) ? await statements.requestRow(tx, id) : undefined
  if (!row) throw new Refusal('not_found')
  const [newest] = await proposalsOf(tx, 'release_decision', id)
  return { row, facts: factsOf(row, newest, scope.userId) }
}

/** What the audit trail says of a decision: about which amount it was, and by which proposal where two people agreed. */
export function auditDetail({ id, currency, pending }: statements.RequestRow, { reason }: DecisionContent, proposal: string | null) {
  return { request: id, reason, amount: formatMinor(pending, currency), currency, proposal }
}
